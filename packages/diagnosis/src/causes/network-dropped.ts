import type { FlowDrop, KubeObject } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { findingOf, seen, subjectOf, times } from '../finding-of.ts';
import { fieldOf, listAt, mapping, textsAt } from '../model.ts';
import { groupBy } from '../group-by.ts';
import type { View, WorkloadView } from '../view.ts';

const DNS_PORT = 53;

/** A network policy dropped connections of the change's pods. */
export const networkDropped: Cause = {
  rule: 'network-dropped',
  detect: (view) =>
    view.workloads.flatMap((workload) => [...dropsOf(view, workload).values()].flatMap((drops) => diagnose(view, workload, drops))),
};

/** Connections that the workload itself opened: those that others opened to it are the others' trouble. */
function dropsOf(view: View, workload: WorkloadView): ReadonlyMap<string, readonly FlowDrop[]> {
  const pods = new Set(workload.pods.map((pod) => pod.ref));
  const own = view.observation.drops.filter(({ from }) => pods.has(from));
  return groupBy(own, ({ to, protocol, port, direction }) => (port === DNS_PORT ? 'dns' : JSON.stringify([to, protocol, port, direction])));
}

function diagnose(view: View, workload: WorkloadView, drops: readonly FlowDrop[]): readonly Diagnosed[] {
  const [first] = drops;
  if (first === undefined) return [];
  const isDns = first.port === DNS_PORT;
  const policies = isolating(view, first);
  const by = policies.length === 0 ? '' : ` Isolating policies: ${policies.join(', ')}.`;
  const target = isDns ? 'the name service' : `${first.to} on ${first.protocol} ${first.port}`;
  const side = first.direction === 'egress' ? `egress from ${workload.ref}` : `ingress to ${first.to}`;
  return [
    {
      workload: workload.ref,
      finding: findingOf({
        rule: 'network-dropped',
        category: 'network',
        effect: 'degraded',
        message: `${workload.ref} cannot reach ${target}: a network policy drops it (${first.direction}).${by}`,
        subject: subjectOf(workload.author),
        evidence: drops.map((drop) =>
          seen(
            'flow',
            drop.from,
            `${drop.from} → ${drop.to} ${drop.protocol} ${drop.port} dropped: ${drop.reason} (${drop.direction})${times(drop.count)}`,
          ),
        ),
        remedy: isDns
          ? 'Allow egress to kube-dns in kube-system on UDP and TCP port 53.'
          : `Add a NetworkPolicy rule that allows ${side} on ${first.protocol} port ${first.port}.`,
      }),
    },
  ];
}

/** Policies that select the pod on the side where the packet was dropped: a default-deny has no rule that could be named. */
function isolating(view: View, { from, to, direction }: FlowDrop): readonly string[] {
  const pod = view.find(direction === 'egress' ? from : to);
  if (pod === undefined) return [];
  const wanted = direction === 'egress' ? 'Egress' : 'Ingress';
  return view
    .ofKind('NetworkPolicy', pod.metadata.namespace)
    .filter((policy) => typesOf(policy).includes(wanted) && selects(fieldOf(policy, 'spec.podSelector'), pod))
    .map((policy) => policy.metadata.name)
    .toSorted();
}

function typesOf(policy: KubeObject): readonly string[] {
  const types = textsAt(policy, 'spec.policyTypes');
  if (types.length > 0) return types;
  return listAt(policy, 'spec.egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function selects(selector: unknown, pod: KubeObject): boolean {
  const labels = pod.metadata.labels ?? {};
  const equal = Object.entries(mapping(fieldOf(selector, 'matchLabels'))).every(([label, value]) => labels[label] === value);
  return (
    equal &&
    listAt(selector, 'matchExpressions')
      .map(mapping)
      .every((expression) => matches(expression, labels))
  );
}

function matches(expression: Readonly<Record<string, unknown>>, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[String(expression['key'])];
  const values = textsAt(expression, 'values');
  switch (expression['operator']) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
