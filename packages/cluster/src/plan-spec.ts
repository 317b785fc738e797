import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { EnvironmentError } from '@seatrial/contract';
import { listClusters, readSpec } from './cluster-dir.ts';
import type { ClusterSpec } from './cluster-dir.ts';
import type { Programs } from './binaries/programs.ts';

export interface UpOptions {
  readonly name: string;
  readonly nodes: ClusterSpec['nodes'];
  /** Network plugin of a real node; bridge does not enforce NetworkPolicy. */
  readonly cni: ClusterSpec['cni'];
}

/** Decides what is unique to a new cluster: its /30 network, or its ports on loopback. */
export async function planSpec(options: UpOptions, programs: Programs): Promise<ClusterSpec> {
  const { systemImage: _, ...paths } = programs;
  return {
    ...options,
    ...paths,
    network: options.nodes.kind === 'real' ? await freeNetwork() : 0,
    ports: options.nodes.kind === 'real' ? { apiServer: 6443, etcd: 2379, etcdPeer: 2380, kwok: 0 } : await freePorts(),
    createdAt: new Date().toISOString(),
  };
}

async function freeNetwork(): Promise<number> {
  const taken = new Set<number>();
  for (const name of await listClusters()) {
    const spec = await readSpec(name);
    if (spec?.nodes.kind === 'real') taken.add(spec.network);
  }
  // Other users of this machine may run clusters of their own: their interfaces show.
  for (const { address } of Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])) {
    const match = /^10\.199\.(\d+)\.(\d+)$/.exec(address);
    if (match !== null) taken.add(Math.floor((Number(match[1]) * 256 + Number(match[2])) / 4));
  }
  for (let network = 0; network < 16_384; network += 1) if (!taken.has(network)) return network;
  throw new EnvironmentError(
    'cluster-start-failed',
    'All 16,384 networks of 10.199.0.0/16 are taken. Remove clusters: seatrial cluster down --all',
  );
}

async function freePorts(): Promise<ClusterSpec['ports']> {
  const servers = [createServer(), createServer(), createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const [apiServer = 0, etcd = 0, etcdPeer = 0, kwok = 0] = ports;
  return { apiServer, etcd, etcdPeer, kwok };
}
