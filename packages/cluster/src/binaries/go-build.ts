import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { EnvironmentError } from '@seatrial/contract';
import type { Progress } from '../progress.ts';

export interface GoBuild {
  /** Folder of the Go module. */
  readonly module: string;
  /** Package to build, as Go names it. */
  readonly target: string;
  readonly output: string;
  /** What is built, in words. */
  readonly what: string;
  readonly tags?: string;
  readonly ldflags?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Builds one static Go program and tells how many packages are compiled. Throws prerequisite-missing or binary-build-failed. */
export async function goBuild(build: GoBuild, progress: Progress, signal?: AbortSignal): Promise<void> {
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', ...build.env };
  const tags = build.tags === undefined ? [] : ['-tags', build.tags];
  const total = (await runGo(build, ['list', '-deps', ...tags, build.target], env, signal)).length;
  let compiled = 0;
  const args = [
    'build',
    '-v',
    '-trimpath',
    '-buildvcs=false',
    ...tags,
    '-ldflags',
    `-s -w ${build.ldflags ?? ''}`,
    '-o',
    build.output,
    build.target,
  ];
  await runGo(build, args, env, signal, () => {
    compiled += 1;
    progress({ component: 'build', text: `building ${build.what}: ${String(compiled)} of at most ${String(total)} packages`, done: false });
  });
  progress({ component: 'build', text: `built ${build.what}`, done: true });
}

async function runGo(
  build: GoBuild,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
  onLine?: () => void,
): Promise<readonly string[]> {
  const child = spawn('go', args, {
    cwd: build.module,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const lines: string[] = [];
  const complaints: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.push(line);
    onLine?.();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(cannotRun(build, cause, signal)));
    child.on('close', resolve);
  });
  if (code === 0) return lines;
  const tail = complaints.slice(-15).join('\n');
  throw new EnvironmentError(
    'binary-build-failed',
    `Cannot build ${build.what} (go ${args[0] ?? ''} in ${build.module}, exit ${String(code)}):\n${tail}`,
  );
}

function cannotRun(build: GoBuild, cause: Error, signal: AbortSignal | undefined): EnvironmentError {
  if (signal?.aborted === true) return new EnvironmentError('aborted', `Stopped while building ${build.what}.`, { cause });
  return new EnvironmentError(
    'prerequisite-missing',
    `Go is needed to build ${build.what} and was not found (${cause.message}). Install Go 1.26 or newer, or set SEATRIAL_KUBE to a prebuilt program.`,
    { cause },
  );
}
