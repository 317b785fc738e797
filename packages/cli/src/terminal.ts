import type { WriteStream } from 'node:tty';

const CLEAR_LINE = '\r\u001B[2K';
const WIDTH_ELSEWHERE = 100;

/** Results go to stdout, talk goes to stderr; a line that updates itself exists only on a terminal. */
export class Terminal {
  readonly #out: WriteStream;
  readonly #talk: WriteStream;
  #hasStatus = false;

  constructor(out: WriteStream, talk: WriteStream) {
    this.#out = out;
    this.#talk = talk;
  }

  get width(): number {
    return Math.min(this.#out.isTTY ? this.#out.columns : WIDTH_ELSEWHERE, 140);
  }

  get color(): boolean {
    return this.#out.isTTY && (process.env['NO_COLOR'] ?? '') === '';
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
    if (!this.#talk.isTTY) return;
    const columns = this.#talk.columns - 1;
    this.#talk.write(`${CLEAR_LINE}${text.length > columns ? `${text.slice(0, columns - 1)}…` : text}`);
    this.#hasStatus = true;
  }

  clear(): void {
    if (this.#hasStatus) this.#talk.write(CLEAR_LINE);
    this.#hasStatus = false;
  }
}
