import { mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { layoutOf } from './layout.ts';
import { launchSupervisor, listProcesses, startProcess } from './supervisor.ts';
import { ownHome, REAL, SIMULATED } from './testdata/spec.ts';
import { startSupervisor } from './testdata/supervisor.ts';

ownHome();
let server: Server | undefined;
afterEach(() => server?.close());

const ETCD = { name: 'etcd', pid: 7, running: true, startedAt: '2026-11-23T10:00:00Z' };

test('processes are listed as the supervisor tells them', async () => {
  const dead = { ...ETCD, name: 'kubelet', running: false, exit: 'exit status 1' };
  server = await startSupervisor(layoutOf(REAL), 200, JSON.stringify([ETCD, dead]));
  expect(await listProcesses(layoutOf(REAL))).toEqual([ETCD, dead]);
});

test('no supervisor is no list', async () => {
  expect(await listProcesses(layoutOf(REAL))).toBeUndefined();
});

test('a socket on which somebody else answers is no supervisor', async () => {
  server = await startSupervisor(layoutOf(REAL), 404, '404 page not found\n');
  expect(await listProcesses(layoutOf(REAL))).toBeUndefined();
});

test('a process is started with its arguments and its additions to the environment', async () => {
  const asked: unknown[] = [];
  server = await startSupervisor(layoutOf(REAL), 200, JSON.stringify(ETCD), asked);
  const started = await startProcess(layoutOf(REAL), { name: 'etcd', argv: ['/k', 'etcd'], env: { A: 'b=c' } });
  expect(started).toEqual(ETCD);
  expect(asked).toEqual([{ method: 'POST', path: '/processes', body: { name: 'etcd', argv: ['/k', 'etcd'], env: ['A=b=c'] } }]);
});

test('a process that cannot be started is said with the supervisor’s reason', async () => {
  server = await startSupervisor(layoutOf(REAL), 409, '{"error":"no such file or directory"}\n');
  await expect(startProcess(layoutOf(REAL), { name: 'etcd', argv: ['/k', 'etcd'] })).rejects.toMatchObject({
    name: 'EnvironmentError',
    code: 'component-failed',
    message: 'Cannot start etcd (/k): no such file or directory',
  });
});

test('a program that is not there is trouble of the machine, not a bug', async () => {
  await expect(launchSupervisor(layoutOf({ ...SIMULATED, kube: '/nowhere/seatrial-kube' }))).rejects.toMatchObject({
    name: 'EnvironmentError',
    code: 'cluster-start-failed',
    message: 'Cluster "plan" cannot be started: /nowhere/seatrial-kube does not run on this machine (spawn /nowhere/seatrial-kube ENOENT).',
  });
});

test('what a supervisor that gives up says is shown, on stderr and in its log', async () => {
  const layout = layoutOf(SIMULATED);
  mkdirSync(layout.logs, { recursive: true });
  writeFileSync(join(layout.logs, 'supervise.log'), 'supervise: the launcher went away\n');
  const kube = join(layout.dir, 'kube.sh');
  writeFileSync(kube, '#!/bin/sh\necho "supervise: cannot start: $*" >&2\nexit 1\n', { mode: 0o700 });
  await expect(launchSupervisor({ ...layout, spec: { ...SIMULATED, kube } })).rejects.toMatchObject({
    code: 'cluster-start-failed',
    message: `Cluster "plan" got no namespaces of its own.
supervise: cannot start: supervise --dir ${layout.dir}
supervise: the launcher went away`,
  });
});
