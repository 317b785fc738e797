import type { FlowDrop, Subject } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { groupBy } from '../group-by.ts';
import { isolatingPolicies } from '../isolating-policies.ts';
import { nameOf, nameOfRef, subjectOf } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** A network policy dropped connections that the change's pods opened, or that others opened to them. */
export const networkDropped: Cause = {
  rule: 'network-dropped',
  detect: (view) =>
    view.workloads.flatMap((workload) => [
      ...outbound(view, workload).map((drops) => diagnose(view, workload, drops, 'outbound')),
      ...inbound(view, workload).map((drops) => diagnose(view, workload, drops, 'inbound')),
    ]),
};

type Drops = readonly [FlowDrop, ...FlowDrop[]];
const DNS_PORT = 53;

function outbound({ observation, workloads }: View, { family }: WorkloadView): readonly Drops[] {
  const own = observation.drops.filter(({ from }) => family.includes(from));
  return inGroups(own, ({ to, protocol, port, direction }) => {
    // Pods of one workload are one target.
    const target = workloads.find((workload) => workload.family.includes(to))?.ref ?? to;
    return port === DNS_PORT ? 'dns' : JSON.stringify([target, protocol, port, direction]);
  });
}

/** Connections of others: whoever opened one within the change is told already. */
function inbound({ observation, workloads }: View, { family }: WorkloadView): readonly Drops[] {
  const own = observation.drops.filter(
    ({ from, to }) => family.includes(to) && !workloads.some((workload) => workload.family.includes(from)),
  );
  return inGroups(own, ({ protocol, port, direction }) => JSON.stringify([protocol, port, direction]));
}

function inGroups(drops: readonly FlowDrop[], keyOf: (drop: FlowDrop) => string): readonly Drops[] {
  return [...groupBy(drops, keyOf).values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [[first, ...rest] as const]));
}

function diagnose(view: View, workload: WorkloadView, drops: Drops, way: 'outbound' | 'inbound'): Diagnosed {
  const [first] = drops;
  const policies = isolatingPolicies(view, first);
  const by = policies.length === 0 ? '' : ` Isolated by NetworkPolicy ${policies.map(({ metadata }) => metadata.name).join(', ')}.`;
  return {
    workloads: [workload.ref],
    finding: findingOf({
      rule: 'network-dropped',
      category: 'network',
      // What others do not get through to need not be why this workload fails.
      severity: way === 'inbound' ? 'warning' : 'error',
      effect: 'degraded',
      message: `${sentence(workload, first, way)}${by}`,
      subject: subjectFor(view, workload, first),
      evidence: drops.map((drop) => seen('flow', drop.from, flowText(drop))),
      remedy: remedyFor(workload, first, way),
    }),
  };
}

function sentence({ author }: WorkloadView, { from, to, protocol, port, direction }: FlowDrop, way: 'outbound' | 'inbound'): string {
  const name = nameOf(author.object);
  if (way === 'inbound') return `${nameOfRef(from)} cannot reach ${name} on ${protocol} ${port}: the network drops it (${direction}).`;
  if (port === DNS_PORT) return `${name} cannot resolve names: the network drops its DNS queries (${direction}).`;
  return `${name} cannot reach ${nameOfRef(to)} on ${protocol} ${port}: the network drops it (${direction}).`;
}

/** The policy if the change itself brings it, else the workload. */
function subjectFor(view: View, workload: WorkloadView, drop: FlowDrop): Subject {
  const own = isolatingPolicies(view, drop).flatMap(
    ({ metadata }) => view.authored(`NetworkPolicy/${metadata.namespace ?? ''}/${metadata.name}`) ?? [],
  );
  return own[0] === undefined ? subjectOf(workload.author) : subjectOf(own[0], `spec.${drop.direction}`);
}

function flowText({ from, to, protocol, port, reason, direction, count }: FlowDrop): string {
  const often = count > 1 ? `, ${count} times` : '';
  return `${shortName(from)} → ${shortName(to)} ${protocol} ${port} dropped: ${reason} (${direction}${often})`;
}

function shortName(end: string): string {
  return end.replace(/^Pod\//, '');
}

function remedyFor({ author }: WorkloadView, { from, to, protocol, port, direction }: FlowDrop, way: 'outbound' | 'inbound'): string {
  if (way === 'outbound' && port === DNS_PORT)
    return 'Add a NetworkPolicy that allows egress to the cluster DNS (k8s-app: kube-dns in kube-system) on UDP and TCP port 53.';
  const name = nameOf(author.object);
  if (way === 'inbound')
    return `If this is wanted, add a NetworkPolicy that allows ${direction} from ${nameOfRef(from)} to ${name} on ${protocol} ${port}.`;
  const where = direction === 'ingress' ? ' in the namespace of the target' : '';
  return `Add a NetworkPolicy${where} that allows ${direction} from ${name} to ${nameOfRef(to)} on ${protocol} ${port}.`;
}
