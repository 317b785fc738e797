import { readFile } from 'node:fs/promises';
import { EnvironmentError, UsageError } from '@seatrial/contract';
import { downCluster, layoutOf, listClusters, loadImages, readSpec, statusOf, statusOfAll, upCluster } from '@seatrial/cluster';
import type { Cluster, ClusterSpec, ClusterStatus, Progress } from '@seatrial/cluster';

export interface ClusterUpInput {
  readonly name: string;
  readonly nodes: ClusterSpec['nodes'];
  readonly cni: ClusterSpec['cni'];
}

/** Starts a cluster, or repairs one that lost components. */
export function clusterUp(input: ClusterUpInput, progress: Progress, signal?: AbortSignal): Promise<Cluster> {
  return upCluster(input, progress, signal);
}

/** Removes one cluster, or all of them; returns the names of those that were there. */
export async function clusterDown(which: { readonly name: string } | 'all'): Promise<readonly string[]> {
  const names = which === 'all' ? await listClusters() : [which.name];
  const removed: string[] = [];
  for (const one of names) if (await downCluster(one)) removed.push(one);
  return removed;
}

export async function clusterStatus(name: string | undefined): Promise<readonly ClusterStatus[]> {
  if (name === undefined) return statusOfAll();
  await specOf(name);
  return [await statusOf(name)];
}

/** Text of the administrator's kubeconfig. */
export async function clusterKubeconfig(name: string): Promise<string> {
  return readFile(layoutOf(await specOf(name)).kubeconfig, 'utf8');
}

export interface LoadedImages {
  readonly images: readonly string[];
}

export async function clusterLoadImages(name: string, paths: readonly string[], signal?: AbortSignal): Promise<LoadedImages> {
  const spec = await specOf(name);
  if (spec.nodes.kind === 'simulated') {
    throw new UsageError(
      'cluster-not-supported',
      `Cluster "${name}" has simulated nodes, which run no containers: images cannot be loaded into it. Start one with a real node: seatrial cluster up`,
    );
  }
  return { images: await loadImages(layoutOf(spec), paths, signal) };
}

async function specOf(name: string): Promise<ClusterSpec> {
  const spec = await readSpec(name);
  if (spec !== undefined) return spec;
  const others = await listClusters();
  const known = others.length === 0 ? 'There is no cluster.' : `There are: ${others.join(', ')}.`;
  throw new EnvironmentError('cluster-missing', `There is no cluster "${name}". ${known} Start it: seatrial cluster up ${name}`);
}
