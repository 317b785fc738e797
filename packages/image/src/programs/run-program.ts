import { execFile } from 'node:child_process';

export type ProgramResult =
  | { readonly kind: 'done'; readonly stdout: string }
  | { readonly kind: 'failed'; readonly output: string }
  | { readonly kind: 'missing' };

/** Runs a program of this machine to its end. Throws only when `signal` stops it. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<ProgramResult> {
  const { cwd, signal } = options;
  const env = { ...process.env, ...options.env };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, signal, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (signal.aborted) reject(signal.reason);
      else if (error === null) resolve({ kind: 'done', stdout });
      else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
      else resolve({ kind: 'failed', output: `${stdout}${stderr}`.trim() });
    });
  });
}
