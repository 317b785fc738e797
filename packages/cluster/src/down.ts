import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EnvironmentError } from '@seatrial/contract';
import { clusterDir, readSpec } from './cluster-dir.ts';
import type { ClusterSpec } from './cluster-dir.ts';
import { layoutOf } from './layout.ts';
import { takeLock } from './lock.ts';
import { findClusterProcesses, killAll } from './processes.ts';

/** File by which one process at a time starts or stops a cluster of this name. */
export function clusterLock(name: string): string {
  return `${clusterDir(name)}.lock`;
}

/** Stops a cluster and removes everything of it: processes, mounts, interfaces, cgroups, files. Returns false if there was nothing. */
export async function downCluster(name: string): Promise<boolean> {
  const lock = await takeLock(clusterLock(name));
  if ('owner' in lock)
    throw new EnvironmentError(
      'cluster-busy',
      `Cluster "${name}" is being started or stopped by process ${String(lock.owner)}. Wait for it, or stop that process, then try again.`,
    );
  try {
    return await removeCluster(name);
  } finally {
    await lock.release();
  }
}

/** The same, for a caller that holds the lock. */
export async function removeCluster(name: string): Promise<boolean> {
  const dir = clusterDir(name);
  const spec = await readSpec(name);
  // A namespace dies with its first process, and everything in it: processes, mounts, interfaces, firewall rules.
  const { supervisors } = await findClusterProcesses(dir);
  await end(name, supervisors);
  // Without namespaces, or if the supervisor was killed before, its components may still be there.
  const { components } = await findClusterProcesses(dir);
  await end(name, components);
  if (spec !== undefined) await removeLink(spec);
  await removeCgroups(`seatrial-${name}`);
  const existed = await access(dir).then(
    () => true,
    () => false,
  );
  await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return existed || supervisors.length > 0;
}

async function end(name: string, pids: readonly number[]): Promise<void> {
  const left = await killAll(pids);
  if (left.length === 0) return;
  throw new EnvironmentError(
    'cluster-not-removed',
    `Processes ${left.join(', ')} of cluster "${name}" do not end. Look at them with ps, then run: seatrial cluster down ${name}`,
  );
}

/** The kernel removes the link too, but only when the last connection of the dead namespace has timed out. */
async function removeLink(spec: ClusterSpec): Promise<void> {
  const { link, dir } = layoutOf(spec);
  if (!existsSync(`/sys/class/net/${link}`)) return;
  await promisify(execFile)(spec.kube, ['supervise', '--unlink', '--link', link, '--dir', dir]).catch((cause: unknown) => {
    if (existsSync(`/sys/class/net/${link}`))
      throw new EnvironmentError('cluster-not-removed', `Interface ${link} of cluster "${spec.name}" cannot be removed: ${String(cause)}`, {
        cause,
      });
  });
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
