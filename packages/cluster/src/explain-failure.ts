import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError, SeatrialError } from '@seatrial/contract';
import type { Layout } from './layout.ts';
import { listProcesses } from './supervisor.ts';

const LOG_LINES = 12;

/** Likely causes by what a log says, with what to do; the first that matches counts. */
const CAUSES: readonly { readonly pattern: RegExp; readonly text: string }[] = [
  { pattern: /address already in use/, text: 'a port is taken by another program: start again, or stop that program' },
  {
    pattern: /no space left on device/,
    text: 'the disk is full: free space in the folder SEATRIAL_HOME names (default ~/.cache/seatrial)',
  },
  {
    pattern: /cgroup.*(not found|doesn't exist|read-only)/i,
    text: 'the cgroups of this machine are not writable: a container needs --privileged',
  },
  { pattern: /operation not permitted|permission denied/i, text: 'a capability is missing: run as root, in a container with --privileged' },
  {
    pattern: /\b(clang|llc)\b/,
    text: 'clang does not compile the network policies: apt-get install -y --no-install-recommends clang-19 llvm-19, or use --cni bridge',
  },
  { pattern: /too many open files|inotify/i, text: 'the limit of file watches is reached: sysctl fs.inotify.max_user_instances=512' },
];

/** The same error with what the failing component said last, and its likely cause. */
export async function explainFailure(layout: Layout, error: unknown): Promise<unknown> {
  if (!(error instanceof SeatrialError)) return error;
  const failed = (await listProcesses(layout))?.find((process) => !process.running);
  const suspect = failed?.name ?? suspectOf(error.message, layout);
  if (suspect === undefined) return error;
  const log = (await readFile(join(layout.logs, `${suspect}.log`), 'utf8').catch(() => '')).trimEnd();
  if (log === '') return error;
  const tail = log.split('\n').slice(-LOG_LINES).join('\n');
  const cause = CAUSES.find(({ pattern }) => pattern.test(tail));
  const likely = cause === undefined ? '' : `\nLikely cause: ${cause.text}`;
  return new EnvironmentError(error.code, `${error.message}\nLast lines of ${suspect}:\n${tail}${likely}`, { cause: error });
}

function suspectOf(message: string, { spec }: Layout): string | undefined {
  if (message.includes('API server')) return 'kube-apiserver';
  if (message.includes('node')) return spec.nodes.kind === 'real' ? 'kubelet' : 'kwok';
  if (message.includes('containerd')) return 'containerd';
  return undefined;
}
