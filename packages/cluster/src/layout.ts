import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { clusterDir } from './cluster-dir.ts';
import type { ClusterSpec } from './cluster-dir.ts';

/** Where everything of one cluster is: files, addresses, names. Derived from its spec alone. */
export interface Layout {
  readonly spec: ClusterSpec;
  readonly dir: string;
  readonly pki: string;
  readonly config: string;
  readonly logs: string;
  readonly kubeconfig: string;
  readonly socket: string;
  readonly containerdSocket: string;
  readonly auditLog: string;
  readonly flowLog: string;
  /** Address of the API server as the machine sees it. */
  readonly apiServer: { readonly host: string; readonly port: number };
  readonly nodeName: string;
  readonly hostname: string;
  /** Interface on the machine's side; at most 15 characters. */
  readonly link: string;
  readonly hostAddress: string;
  readonly nodeAddress: string;
  readonly cgroup: string;
}

export const POD_CIDR = '10.244.0.0/16';
export const SERVICE_CIDR = '10.96.0.0/16';
export const DNS_ADDRESS = '10.96.0.10';
export const API_SERVICE_ADDRESS = '10.96.0.1';

export function layoutOf(spec: ClusterSpec): Layout {
  const dir = clusterDir(spec.name);
  const real = spec.nodes.kind === 'real';
  const nodeAddress = networkAddress(spec.network, 2);
  return {
    spec,
    dir,
    pki: join(dir, 'pki'),
    config: join(dir, 'config'),
    logs: join(dir, 'logs'),
    kubeconfig: join(dir, 'kubeconfig'),
    socket: join(dir, 'supervise.sock'),
    containerdSocket: join(dir, 'containerd.sock'),
    auditLog: join(dir, 'audit', 'audit.log'),
    flowLog: join(dir, 'flows', 'flows.jsonl'),
    apiServer: { host: real ? nodeAddress : '127.0.0.1', port: spec.ports.apiServer },
    nodeName: `${spec.name}-node`,
    hostname: `${spec.name}-node`,
    link: `st-${createHash('sha256').update(dir).digest('hex').slice(0, 10)}`,
    hostAddress: networkAddress(spec.network, 1),
    nodeAddress,
    cgroup: `seatrial-${spec.name}`,
  };
}

/** Every cluster has a /30 of 10.199.0.0/16: .1 is the machine, .2 the cluster. */
function networkAddress(network: number, host: number): string {
  const offset = network * 4 + host;
  return `10.199.${String(Math.floor(offset / 256))}.${String(offset % 256)}`;
}
