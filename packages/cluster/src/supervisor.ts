import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { EnvironmentError } from '@seatrial/contract';
import type { Layout } from './layout.ts';

const SupervisedProcess = z.object({
  name: z.string(),
  pid: z.int(),
  running: z.boolean(),
  exit: z.string().optional(),
  startedAt: z.string(),
});
export type SupervisedProcess = z.infer<typeof SupervisedProcess>;

export interface ProcessSpec {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the supervisor of a cluster in the background; it outlives this process. */
export async function launchSupervisor(layout: Layout): Promise<void> {
  const args = ['supervise', '--dir', layout.dir];
  if (layout.spec.nodes.kind === 'real') {
    args.push('--namespaces', '--hostname', layout.hostname, '--link', layout.link, '--cgroup', layout.cgroup);
    args.push('--host-cidr', `${layout.hostAddress}/30`, '--node-cidr', `${layout.nodeAddress}/30`);
  }
  const child = spawn(layout.spec.kube, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(cannotRun(layout, cause)));
    child.on('close', resolve);
  });
  if (code !== 0) {
    const log = await readFile(`${layout.logs}/supervise.log`, 'utf8').catch(() => '');
    throw new EnvironmentError(
      'cluster-start-failed',
      `Cluster "${layout.spec.name}" got no namespaces of its own.\n${complaint.trim()}\n${log.trim()}`,
    );
  }
}

function cannotRun({ spec }: Layout, cause: Error): EnvironmentError {
  return new EnvironmentError(
    'cluster-start-failed',
    `Cluster "${spec.name}" cannot be started: ${spec.kube} does not run on this machine (${cause.message}).`,
    { cause },
  );
}

/** What the supervisor runs, oldest first; undefined if no supervisor answers. */
export async function listProcesses(layout: Layout): Promise<readonly SupervisedProcess[] | undefined> {
  try {
    return z.array(SupervisedProcess).parse(JSON.parse(await call(layout, 'GET', undefined)));
  } catch (error) {
    if (error instanceof z.ZodError) throw error;
    return undefined;
  }
}

/** Starts a process under the supervisor; its output goes to logs/<name>.log. */
export async function startProcess(layout: Layout, spec: ProcessSpec): Promise<SupervisedProcess> {
  const env = Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const answer: unknown = JSON.parse(await call(layout, 'POST', { name: spec.name, argv: spec.argv, env }));
  const failure = z.object({ error: z.string() }).safeParse(answer);
  if (failure.success)
    throw new EnvironmentError('component-failed', `Cannot start ${spec.name} (${spec.argv[0] ?? ''}): ${failure.data.error}`);
  return SupervisedProcess.parse(answer);
}

function call(layout: Layout, method: 'GET' | 'POST', body: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: layout.socket, method, path: '/processes', timeout: 5_000 }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('the supervisor does not answer')));
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
