import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EnvironmentError } from '@seatrial/contract';
import { clusterDir, readSpec } from './cluster-dir.ts';
import { layoutOf } from './layout.ts';
import { findSupervisors, listProcesses } from './supervisor.ts';

/** Stops a cluster and removes everything of it: processes, mounts, interfaces, cgroups, files. Returns false if there was nothing. */
export async function downCluster(name: string): Promise<boolean> {
  const dir = clusterDir(name);
  const spec = await readSpec(name);
  const supervisors = await findSupervisors(dir);
  const orphans = supervisors.length === 0 && spec !== undefined ? await listOrphans(dir) : [];
  if (spec?.nodes.kind === 'simulated') await killComponents(name);
  // A namespace dies with its first process, and everything in it: processes, mounts, interfaces, firewall rules.
  for (const pid of [...supervisors, ...orphans]) kill(pid);
  await waitUntilGone([...supervisors, ...orphans], name);
  await removeCgroups(`seatrial-${name}`);
  const existed = await readdir(dir).then(
    () => true,
    () => false,
  );
  await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return existed || supervisors.length > 0;
}

/** Where there are no namespaces, each component is its own process. */
async function killComponents(name: string): Promise<void> {
  const spec = await readSpec(name);
  if (spec === undefined) return;
  for (const process of (await listProcesses(layoutOf(spec))) ?? []) if (process.running) kill(process.pid);
}

/** Components whose supervisor was killed on a system that does not end them with it: each names the cluster's folder. */
async function listOrphans(dir: string): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const { readFile } = await import('node:fs/promises');
  const pids: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    const argv = (await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (argv[0]?.includes('seatrial-kube') === true && argv.some((argument) => argument.includes(`${dir}/`))) pids.push(Number(entry));
  }
  return pids;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}

async function waitUntilGone(pids: readonly number[], name: string): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (!pids.some(isAlive)) return;
    await sleep(10);
  }
  throw new EnvironmentError(
    'cluster-start-failed',
    `Processes ${pids.filter(isAlive).join(', ')} of cluster "${name}" do not end. Look at them with ps, then run: seatrial cluster down ${name}`,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The kernel keeps empty cgroups; they are removed from the leaves up, in every hierarchy. */
async function removeCgroups(cgroup: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const root = '/sys/fs/cgroup';
  const hierarchies = ['', ...(await readdir(root).catch(() => []))];
  for (const hierarchy of hierarchies) await removeCgroup(join(root, hierarchy, cgroup));
}

async function removeCgroup(path: string): Promise<void> {
  const children = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (children === undefined) return;
  for (const child of children) if (child.isDirectory()) await removeCgroup(join(path, child.name));
  for (let tries = 0; tries < 100; tries += 1) {
    const removed = await rmdir(path).then(
      () => true,
      (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT',
    );
    if (removed) return;
    await sleep(20);
  }
}
