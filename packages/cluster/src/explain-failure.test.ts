import type { Server } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { EnvironmentError } from '@seatrial/contract';
import type { ClusterSpec } from './cluster-dir.ts';
import { explainFailure } from './explain-failure.ts';
import { layoutOf } from './layout.ts';
import { ownHome, REAL, SIMULATED } from './testdata/spec.ts';
import { startSupervisor } from './testdata/supervisor.ts';

ownHome();
let server: Server | undefined;
afterEach(() => server?.close());

const API_SERVER = 'Waited 90 s for the API server, in vain.';
const NODE = 'Waited 120 s for the node to be Ready, in vain.';

async function explained(spec: ClusterSpec, message: string, logs: Readonly<Record<string, string>>): Promise<unknown> {
  const layout = layoutOf(spec);
  mkdirSync(layout.logs, { recursive: true });
  for (const [name, text] of Object.entries(logs)) writeFileSync(join(layout.logs, `${name}.log`), text);
  const error = await explainFailure(layout, new EnvironmentError('cluster-start-failed', message));
  return error instanceof Error ? error.message : error;
}

test.each([
  ['listen tcp 127.0.0.1:6443: bind: address already in use', 'a port is taken by another program: start again, or stop that program'],
  ['write /x: no space left on device', 'the disk is full: free space in the folder SEATRIAL_HOME names (default ~/.cache/seatrial)'],
  ['mkdir /sys/fs/cgroup/x: read-only file system', 'the cgroups of this machine are not writable: a container needs --privileged'],
  ['mount: operation not permitted', 'a capability is missing: run as root, in a container with --privileged'],
  [
    'exec: "clang": executable file not found in $PATH',
    'clang does not compile the network policies: apt-get install -y --no-install-recommends clang-19 llvm-19, or use --cni bridge',
  ],
  [
    'failed to create fsnotify watcher: too many open files',
    'the limit of file watches is reached: sysctl fs.inotify.max_user_instances=512',
  ],
])('"%s" is likely because %s', async (line, cause) => {
  expect(await explained(REAL, NODE, { kubelet: `${line}\n` })).toBe(`${NODE}\nLast lines of kubelet:\n${line}\nLikely cause: ${cause}`);
});

test('the last twelve lines are shown, also where no cause is known', async () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${String(index + 1)}`);
  expect(await explained(REAL, API_SERVER, { 'kube-apiserver': `${lines.join('\n')}\n` })).toBe(
    `${API_SERVER}\nLast lines of kube-apiserver:\n${lines.slice(-12).join('\n')}`,
  );
});

test('simulated nodes are KWOK’s business', async () => {
  const message = 'Waited 120 s for 3 nodes to be Ready, in vain.';
  expect(await explained(SIMULATED, message, { kwok: 'no stages\n', kubelet: 'of another time\n' })).toBe(
    `${message}\nLast lines of kwok:\nno stages`,
  );
});

test('the component that ended is the suspect, whatever was waited for', async () => {
  const dead = { name: 'etcd', pid: 7, running: false, exit: 'exit status 1', startedAt: '2026-11-23T10:00:00Z' };
  server = await startSupervisor(layoutOf(REAL), 200, JSON.stringify([{ ...dead, name: 'containerd', running: true }, dead]));
  expect(await explained(REAL, API_SERVER, { etcd: 'panic: corrupt\n', 'kube-apiserver': 'waiting\n' })).toBe(
    `${API_SERVER}\nLast lines of etcd:\npanic: corrupt`,
  );
});

test.each([
  { what: 'a component that said nothing', message: NODE, logs: {} },
  { what: 'a component that said only blank lines', message: NODE, logs: { kubelet: '\n\n' } },
  { what: 'an error of no component', message: 'All networks are taken.', logs: { kubelet: 'fine\n' } },
])('$what leaves the error as it is', async ({ message, logs }) => {
  expect(await explained(REAL, message, logs)).toBe(message);
});

test('code and cause stay', async () => {
  const error = new EnvironmentError('component-failed', 'The node is gone.');
  const layout = layoutOf(REAL);
  mkdirSync(layout.logs, { recursive: true });
  writeFileSync(join(layout.logs, 'kubelet.log'), 'oh\n');
  expect(await explainFailure(layout, error)).toMatchObject({ code: 'component-failed', cause: error });
});

test('a bug is not explained away', async () => {
  const bug = new TypeError('x is undefined');
  expect(await explainFailure(layoutOf(REAL), bug)).toBe(bug);
});
