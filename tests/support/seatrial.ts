import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Report } from '@seatrial/contract';

export const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the command has said this on stderr; rejects if it ends before. */
  said(text: string): Promise<void>;
}

/** Starts the command as a user does, from the built packages, in a folder of its own. */
export function startSeatrial(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Running {
  const child = spawn(process.execPath, [join(repository, 'packages/cli/bin/seatrial.mjs'), ...args], {
    cwd: options.cwd ?? repository,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stderr.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      ended.then(() => reject(new Error(`ended before it said "${text}":\n${stderr}`)), reject);
    });
  return { child, ended, said };
}

export function runSeatrial(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  return startSeatrial(args, options).ended;
}

/** The report that a command printed as JSON. */
export function reportIn({ stdout, stderr }: Ended): Report {
  try {
    return Report.parse(JSON.parse(stdout));
  } catch (cause) {
    throw new Error(`no report on stdout: ${stdout}\n${stderr}`, { cause });
  }
}
