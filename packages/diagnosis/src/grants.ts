import type { KubeObject } from '@seatrial/contract';
import { listAt, mapping, textAt, textsAt } from './read-field.ts';
import type { View } from './view.ts';

const MAX_RULES = 3;

export interface Grants {
  readonly isBound: boolean;
  /** What is bound and what it grants, as a sentence; empty where the namespace was not looked at. */
  readonly text: string;
}

/** What the RoleBindings of a namespace grant a user such as system:serviceaccount:pay:exporter, as far as their roles were seen. */
export function grantsOf(view: View, user: string, namespace: string): Grants {
  const bindings = view.ofKind('RoleBinding', namespace).filter((binding) => bindsTo(binding, user));
  if (bindings.length > 0) {
    const roles = [...new Map(bindings.map((binding) => roleOf(view, binding, namespace))).values()];
    return { isBound: true, text: `${roles.join('; ')}.` };
  }
  const isKnown = view.observation.objects.some((object) => object.metadata.namespace === namespace);
  const account = user.split(':').slice(2).join('/');
  return { isBound: false, text: isKnown ? `No RoleBinding in namespace ${namespace} names ServiceAccount ${account}.` : '' };
}

function bindsTo(binding: KubeObject, user: string): boolean {
  const [, , namespace, account] = user.split(':');
  return listAt(binding, 'subjects')
    .map(mapping)
    .some(
      (subject) =>
        (subject['kind'] === 'User' && subject['name'] === user) ||
        (subject['kind'] === 'ServiceAccount' &&
          subject['name'] === account &&
          (subject['namespace'] ?? binding.metadata.namespace) === namespace),
    );
}

function roleOf(view: View, binding: KubeObject, namespace: string): readonly [string, string] {
  const kind = textAt(binding, 'roleRef.kind') ?? 'Role';
  const name = textAt(binding, 'roleRef.name') ?? '';
  const ref = kind === 'ClusterRole' ? `ClusterRole/${name}` : `Role/${namespace}/${name}`;
  const role = view.find(ref);
  return [ref, `${kind} "${name}" ${role === undefined ? 'is bound and does not grant it' : `grants ${sayRules(role)}`}`];
}

function sayRules(role: KubeObject): string {
  const rules = listAt(role, 'rules').map((rule) => {
    const names = textsAt(rule, 'resourceNames');
    const only = names.length === 0 ? '' : ` named ${names.join(', ')}`;
    return `${textsAt(rule, 'verbs').join(', ')} ${[...textsAt(rule, 'resources'), ...textsAt(rule, 'nonResourceURLs')].join(', ')}${only}`;
  });
  if (rules.length === 0) return 'nothing';
  const more = rules.length > MAX_RULES ? ` and ${rules.length - MAX_RULES} more` : '';
  return `${rules.slice(0, MAX_RULES).join(', and ')}${more}`;
}
