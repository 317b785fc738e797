import type { FlowDrop, KubeObject } from '@seatrial/contract';
import { fieldOf, listAt, mapping, textsAt } from './read-field.ts';
import type { View } from './view.ts';

/** Policies that select the pod on the side where the packet was dropped: a default-deny has no rule that could be named. */
export function isolatingPolicies(view: View, { from, to, direction }: FlowDrop): readonly KubeObject[] {
  const pod = view.find(direction === 'egress' ? from : to);
  if (pod === undefined) return [];
  const wanted = direction === 'egress' ? 'Egress' : 'Ingress';
  return view
    .ofKind('NetworkPolicy', pod.metadata.namespace)
    .filter((policy) => typesOf(policy).includes(wanted) && selects(fieldOf(policy, 'spec.podSelector'), pod));
}

/** As the API defaults policyTypes: Ingress always, Egress if there are such rules. */
function typesOf(policy: KubeObject): readonly string[] {
  const types = textsAt(policy, 'spec.policyTypes');
  if (types.length > 0) return types;
  return listAt(policy, 'spec.egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function selects(selector: unknown, pod: KubeObject): boolean {
  const labels = pod.metadata.labels ?? {};
  const isEqual = Object.entries(mapping(fieldOf(selector, 'matchLabels'))).every(([label, value]) => labels[label] === value);
  return isEqual && listAt(selector, 'matchExpressions').every((expression) => matches(mapping(expression), labels));
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
