import { z } from 'zod';
import type { FlowDrop } from '@seatrial/contract';
import type { Layout } from './layout.ts';
import { readJsonLines, sizeOf } from './read-from.ts';

const Endpoint = z.looseObject({
  namespace: z.string().optional(),
  pod_name: z.string().optional(),
  labels: z.array(z.string()).default([]),
});
const Ports = z.looseObject({ destination_port: z.int().default(0) });
const FlowLine = z.looseObject({
  flow: z.looseObject({
    verdict: z.string(),
    drop_reason_desc: z.string().default(''),
    IP: z.looseObject({ source: z.string().default(''), destination: z.string().default('') }).optional(),
    l4: z.looseObject({ TCP: Ports.optional(), UDP: Ports.optional(), SCTP: Ports.optional() }).optional(),
    source: Endpoint.optional(),
    destination: Endpoint.optional(),
    traffic_direction: z.string().default(''),
    event_type: z.looseObject({ type: z.int() }).optional(),
  }),
});
type Flow = z.infer<typeof FlowLine>['flow'];

/** Hubble's number for an event that tells what a policy decided. */
const POLICY_VERDICT = 5;

export function flowPosition(layout: Layout): Promise<number> {
  return sizeOf(layout.flowLog);
}

/** Connections that network policies dropped since a position, equal ones counted together. */
export async function readDrops(layout: Layout, since: number): Promise<readonly FlowDrop[]> {
  const found = new Map<string, FlowDrop>();
  for (const value of await readJsonLines(layout.flowLog, since, (line) => line.includes('DROPPED'))) {
    const drop = dropOf(value);
    if (drop === undefined) continue;
    const key = JSON.stringify({ ...drop, count: 0 });
    found.set(key, { ...drop, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

function dropOf(value: unknown): FlowDrop | undefined {
  const flow = FlowLine.safeParse(value).data?.flow;
  // Each dropped packet is told twice: as the policy's verdict, and as the drop itself.
  if (flow?.event_type?.type === POLICY_VERDICT) return undefined;
  if (flow?.verdict !== 'DROPPED' || !flow.drop_reason_desc.startsWith('POLICY_DEN')) return undefined;
  const protocol = (['TCP', 'UDP', 'SCTP'] as const).find((name) => flow.l4?.[name] !== undefined);
  if (protocol === undefined) return undefined;
  return {
    from: endName(flow.source, flow.IP?.source),
    to: endName(flow.destination, flow.IP?.destination),
    protocol,
    port: flow.l4?.[protocol]?.destination_port ?? 0,
    reason: flow.drop_reason_desc,
    direction: flow.traffic_direction === 'INGRESS' ? 'ingress' : 'egress',
    count: 1,
  };
}

function endName(end: Flow['source'], address: string | undefined): string {
  if (end?.pod_name !== undefined && end.pod_name !== '') return `Pod/${end.namespace ?? ''}/${end.pod_name}`;
  // The API server runs on the host, and its own name tells more.
  const labels = end?.labels.filter((label) => label.startsWith('reserved:') && label !== 'reserved:world') ?? [];
  const reserved = labels.find((label) => label !== 'reserved:host') ?? labels[0];
  const name = address ?? 'unknown';
  return reserved === undefined ? name : `${reserved.slice('reserved:'.length)} (${name})`;
}
