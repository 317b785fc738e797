import { EnvironmentError } from '@seatrial/contract';
import type { KubeObject } from '@seatrial/contract';
import type { KubeClient } from '@seatrial/kube';
import { z } from 'zod';
import { componentsOf } from './components/table.ts';
import type { Layout } from './layout.ts';
import { listProcesses } from './supervisor.ts';
import { waitFor } from './wait-for.ts';

const NodeStatus = z.looseObject({
  status: z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]) }).optional(),
});

export async function waitForApiServer(kube: KubeClient, layout: Layout, signal: AbortSignal | undefined): Promise<void> {
  const isReady = async (): Promise<boolean> => {
    await failIfEnded(layout);
    return kube.raw({ method: 'GET', path: '/readyz', timeoutMs: 2_000, signal }).then(
      () => true,
      () => false,
    );
  };
  await waitFor('the API server', isReady, { timeoutMs: 90_000, intervalMs: 50, signal });
}

export async function waitForNodes(kube: KubeClient, layout: Layout, signal: AbortSignal | undefined): Promise<void> {
  const wanted = layout.spec.nodes.kind === 'real' ? 1 : layout.spec.nodes.count;
  const areReady = async (): Promise<boolean> => {
    await failIfEnded(layout);
    const nodes = await kube.list('v1', 'Node', { signal });
    return nodes.length >= wanted && nodes.every(isNodeReady);
  };
  await waitFor(wanted === 1 ? 'the node to be Ready' : `${String(wanted)} nodes to be Ready`, areReady, {
    timeoutMs: 120_000,
    intervalMs: 100,
    signal,
  });
}

function isNodeReady(node: KubeObject): boolean {
  const conditions = NodeStatus.safeParse(node).data?.status?.conditions ?? [];
  return conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** A component that ended will not get better by waiting. */
export async function failIfEnded(layout: Layout): Promise<void> {
  const names = new Set(
    Object.values(componentsOf(layout.spec))
      .flat()
      .map((component) => component.name),
  );
  const ended = (await listProcesses(layout))?.find((process) => names.has(process.name) && !process.running);
  if (ended !== undefined) throw new EnvironmentError('component-failed', `${ended.name} ended: ${ended.exit ?? 'unknown reason'}.`);
}
