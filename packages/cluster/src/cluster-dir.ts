import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { UsageError } from '@seatrial/contract';

/** What a cluster was started as; kept in cluster.json of its folder. */
export const ClusterSpec = z.object({
  name: z.string(),
  nodes: z.discriminatedUnion('kind', [z.object({ kind: z.literal('real') }), z.object({ kind: z.literal('simulated'), count: z.int() })]),
  cni: z.enum(['cilium', 'bridge']),
  /** Number of the /30 network between machine and cluster; only clusters with a real node have one. */
  network: z.int(),
  ports: z.object({ apiServer: z.int(), etcd: z.int(), etcdPeer: z.int(), kwok: z.int() }),
  kube: z.string().describe('Path of the binary that holds Kubernetes.'),
  cilium: z.string().optional().describe('Folder of the Cilium programs.'),
  localPath: z.string().optional().describe('Path of the local volume provisioner.'),
  createdAt: z.string(),
});
export type ClusterSpec = z.infer<typeof ClusterSpec>;

/** Folder that holds everything Seatrial keeps outside projects: built binaries and clusters. */
export function seatrialHome(): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return resolve(process.env['SEATRIAL_HOME'] || join(cache, 'seatrial'));
}

function clustersDir(): string {
  return join(seatrialHome(), 'clusters');
}

const NAME = /^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$/;

/** Throws cluster-name where a name could not be a folder, a host name and a cgroup at once. */
export function clusterDir(name: string): string {
  if (!NAME.test(name)) {
    throw new UsageError(
      'cluster-name',
      `Cluster name "${name}" is not usable: 1 to 30 lower-case letters, digits and inner dashes, for example "dev-1".`,
    );
  }
  const dir = join(clustersDir(), name);
  // A Unix socket's path holds at most 107 bytes, and two of them live in this folder.
  if (Buffer.byteLength(join(dir, 'containerd.sock.ttrpc')) > 107) {
    throw new UsageError(
      'cluster-name',
      `The folder ${dir} is too long a path for sockets. Use a shorter name, or set SEATRIAL_HOME to a shorter folder.`,
    );
  }
  return dir;
}

/** The spec of a cluster that exists, or undefined. */
export async function readSpec(name: string): Promise<ClusterSpec | undefined> {
  try {
    return ClusterSpec.parse(JSON.parse(await readFile(join(clusterDir(name), 'cluster.json'), 'utf8')));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return undefined;
  }
}

export async function writeSpec(spec: ClusterSpec): Promise<void> {
  await writeFile(join(clusterDir(spec.name), 'cluster.json'), JSON.stringify(spec, null, 2), { mode: 0o600 });
}

/** Names of all clusters that have a folder, running or not. */
export async function listClusters(): Promise<readonly string[]> {
  const entries = await readdir(clustersDir(), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
    .map((entry) => entry.name)
    .toSorted();
}
