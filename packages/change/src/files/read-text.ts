import { readFile, stat } from 'node:fs/promises';
import type { Diagnostic } from '@seatrial/contract';

export type ReadText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'problem'; readonly problem: Diagnostic };

const MAX_BYTES = 10 * 1024 * 1024;

/** Text of a file of at most 10 MiB, or why it cannot be had. */
export async function readText(file: string, signal: AbortSignal | undefined): Promise<ReadText> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) return problem(file, tooLarge(size));
    const bytes = await readFile(file, { signal });
    // A pipe has no size before it is read.
    if (bytes.length > MAX_BYTES) return problem(file, tooLarge(bytes.length));
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TypeError)
      return problem(file, 'This file is no UTF-8 text. Save it as UTF-8; PowerShell writes that with Out-File -Encoding utf8.');
    return problem(
      file,
      `This file cannot be read: ${error instanceof Error ? error.message : String(error)}. Mend that, or leave it out.`,
    );
  }
}

function tooLarge(bytes: number): string {
  return `This file has ${(bytes / 1024 / 1024).toFixed(1)} MB, and at most 10 MB are read. Split it.`;
}

function problem(file: string, message: string): ReadText {
  return { kind: 'problem', problem: { message, position: { file, line: 1, column: 1 } } };
}
