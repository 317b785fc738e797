import { Terminal } from '../terminal.ts';
import type { Output } from '../terminal.ts';

/** A terminal whose two streams are kept as text. */
export interface Screen {
  readonly terminal: Terminal;
  readonly out: () => string;
  readonly talk: () => string;
}

export function screen({ isTTY = false, columns = 80 }: { readonly isTTY?: boolean; readonly columns?: number } = {}): Screen {
  const written = { out: '', talk: '' };
  const stream = (name: 'out' | 'talk'): Output => ({
    isTTY,
    columns,
    write(text) {
      written[name] += text;
      return true;
    },
  });
  return { terminal: new Terminal(stream('out'), stream('talk')), out: () => written.out, talk: () => written.talk };
}
