import { listClusters, readSpec } from './cluster-dir.ts';
import type { ClusterSpec } from './cluster-dir.ts';
import { componentsOf } from './components/table.ts';
import { layoutOf } from './layout.ts';
import { listProcesses } from './supervisor.ts';
import { residentMemory } from './resident-memory.ts';

export interface ComponentStatus {
  readonly name: string;
  readonly running: boolean;
  /** How it ended, if it did. */
  readonly exit?: string;
}

export interface ClusterStatus {
  readonly name: string;
  /** running: all components are; degraded: some are; stopped: nothing runs, only files are left. */
  readonly state: 'running' | 'degraded' | 'stopped';
  readonly nodes: ClusterSpec['nodes'] | undefined;
  readonly cni: ClusterSpec['cni'] | undefined;
  readonly server: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly components: readonly ComponentStatus[];
  /** Resident memory of all its processes. */
  readonly memoryBytes: number;
}

export async function statusOfAll(): Promise<readonly ClusterStatus[]> {
  return Promise.all((await listClusters()).map(statusOf));
}

export async function statusOf(name: string): Promise<ClusterStatus> {
  const spec = await readSpec(name);
  const nothing = {
    name,
    state: 'stopped',
    nodes: spec?.nodes,
    cni: spec?.cni,
    server: undefined,
    kubeconfig: undefined,
    components: [],
    memoryBytes: 0,
  } as const;
  if (spec === undefined) return nothing;
  const layout = layoutOf(spec);
  const processes = await listProcesses(layout);
  if (processes === undefined) return nothing;
  const { first, second } = componentsOf(spec);
  const components = [...first, ...second].map(({ name: component }) => {
    const process = processes.find((candidate) => candidate.name === component);
    return { name: component, running: process?.running ?? false, ...(process?.exit === undefined ? {} : { exit: process.exit }) };
  });
  return {
    ...nothing,
    state: components.every((component) => component.running) ? 'running' : 'degraded',
    server: `https://${layout.apiServer.host}:${String(layout.apiServer.port)}`,
    kubeconfig: layout.kubeconfig,
    components,
    memoryBytes: await residentMemory(layout.dir),
  };
}
