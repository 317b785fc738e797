import type { WriteStream } from 'node:tty';

/** What a terminal needs of a stream. */
export type Output = Pick<WriteStream, 'isTTY' | 'columns'> & { write(text: string): boolean };

const CLEAR_LINE = '\r\u001B[2K';
const WIDTH_ELSEWHERE = 100;

/** Results go to stdout, talk goes to stderr; a line that updates itself exists only on a terminal. */
export class Terminal {
  readonly #out: Output;
  readonly #talk: Output;
  #hasStatus = false;

  constructor(out: Output, talk: Output) {
    this.#out = out;
    this.#talk = talk;
  }

  get width(): number {
    return Math.min(this.#out.isTTY ? this.#out.columns : WIDTH_ELSEWHERE, 140);
  }

  get color(): boolean {
    return this.#out.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  }

  /** True where a line can update itself, so that nothing has to be said just to show that work goes on. */
  get isLive(): boolean {
    return this.#talk.isTTY;
  }

  result(text: string): void {
    this.clear();
    this.#out.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  say(text: string): void {
    this.clear();
    this.#talk.write(`${text}\n`);
  }

  /** Replaces the line that shows what is going on now. */
  status(text: string): void {
    if (!this.isLive) return;
    const columns = this.#talk.columns - 1;
    this.#talk.write(`${CLEAR_LINE}${text.length > columns ? `${text.slice(0, columns - 1)}…` : text}`);
    this.#hasStatus = true;
  }

  clear(): void {
    if (this.#hasStatus) this.#talk.write(CLEAR_LINE);
    this.#hasStatus = false;
  }
}
