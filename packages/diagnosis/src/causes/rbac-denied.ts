import type { AuditDenial, Evidence, KubeObject } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { findingOf, seen, subjectOf, times } from '../finding-of.ts';
import { groupBy } from '../group-by.ts';
import { listAt, mapping, textAt, textsAt } from '../model.ts';
import type { View, WorkloadView } from '../view.ts';

/** A pod of the change asked the API server for something that its ServiceAccount may not do. */
export const rbacDenied: Cause = {
  rule: 'rbac-denied',
  detect: (view) =>
    view.workloads.flatMap((workload) => [...denialsOf(view, workload).values()].map((denials) => diagnose(view, workload, denials))),
};

/** Denials of a workload's pods, together where one permission would cure them. */
function denialsOf(view: View, workload: WorkloadView): ReadonlyMap<string, readonly AuditDenial[]> {
  const pods = new Set(workload.pods.map((pod) => pod.ref));
  const own = view.observation.denials.filter(({ pod }) => pod !== undefined && pods.has(pod));
  return groupBy(own, ({ user, apiGroup, resource, subresource, namespace }) =>
    JSON.stringify([user, apiGroup, resource, subresource, namespace]),
  );
}

function diagnose(view: View, workload: WorkloadView, denials: readonly AuditDenial[]): Diagnosed {
  const [first] = denials;
  const verbs = [...new Set(denials.map(({ verb }) => verb))].toSorted();
  const what = `${verbs.join(', ')} ${resourceOf(first)}`;
  const account = first?.user.split(':').slice(2).join('/') ?? '';
  const granted = grantsOf(view, first);
  return {
    workload: workload.ref,
    finding: findingOf({
      rule: 'rbac-denied',
      category: 'rbac',
      effect: 'degraded',
      message: `ServiceAccount ${account} may not ${what}${placeOf(first)}, which ${workload.ref} does`,
      subject: subjectOf(workload.author, `${workload.podPath}.serviceAccountName`),
      evidence: [...denials.map(auditEvidence), ...logEvidence(workload, first)],
      remedy: `${granted}Add a Role that allows it and bind it to the ServiceAccount: ${ruleFor(first, verbs)}`,
    }),
  };
}

function auditEvidence(denial: AuditDenial): Evidence {
  const reason = denial.reason === '' ? '' : `: ${denial.reason}`;
  return seen(
    'audit',
    denial.pod,
    `${denial.user} was denied ${denial.verb} ${resourceOf(denial)}${placeOf(denial)}${times(denial.count)}${reason}`,
  );
}

/** What the program itself said about being refused. */
function logEvidence(workload: WorkloadView, denial: AuditDenial | undefined): readonly Evidence[] {
  for (const pod of workload.pods) {
    for (const { lines } of pod.containers) {
      const line = lines.find((text) => /forbidden|\b403\b/i.test(text) && text.includes(denial?.resource ?? ''));
      if (line !== undefined) return [seen('log', pod.ref, line)];
    }
  }
  return [];
}

function resourceOf(denial: AuditDenial | undefined): string {
  if (denial === undefined) return '';
  const resource = denial.resource === '' ? denial.requestURI : denial.resource;
  const group = denial.apiGroup === '' ? '' : `.${denial.apiGroup}`;
  return `${resource}${group}${denial.subresource === undefined ? '' : `/${denial.subresource}`}`;
}

function placeOf(denial: AuditDenial | undefined): string {
  return denial?.namespace === undefined ? '' : ` in namespace ${denial.namespace}`;
}

function ruleFor(denial: AuditDenial | undefined, verbs: readonly string[]): string {
  const resource = denial?.subresource === undefined ? (denial?.resource ?? '') : `${denial.resource}/${denial.subresource}`;
  return `{apiGroups: ["${denial?.apiGroup ?? ''}"], resources: [${resource}], verbs: [${verbs.join(', ')}]}`;
}

/** What the ServiceAccount's roles in this namespace grant of the resource now. */
function grantsOf(view: View, denial: AuditDenial | undefined): string {
  if (denial?.namespace === undefined) return '';
  const [, , accountNamespace, account] = denial.user.split(':');
  const bindings = view.ofKind('RoleBinding', denial.namespace).filter((binding) => bindsTo(binding, accountNamespace, account));
  if (bindings.length === 0) return 'No RoleBinding in this namespace names it. ';
  const roles = bindings.map((binding) => ({ kind: textAt(binding, 'roleRef.kind') ?? '', name: textAt(binding, 'roleRef.name') ?? '' }));
  const said = roles.map(({ kind, name }) => {
    const role = view.find(`${kind}/${denial.namespace ?? ''}/${name}`);
    const verbs = role === undefined ? [] : verbsFor(role, denial);
    if (role === undefined) return `${kind} ${name} does not grant it`;
    return verbs.length === 0
      ? `${kind} ${name} grants nothing on ${denial.resource}`
      : `${kind} ${name} grants only ${verbs.join(', ')} on ${denial.resource}`;
  });
  return `${said.join('; ')}. `;
}

function bindsTo(binding: KubeObject, namespace: string | undefined, account: string | undefined): boolean {
  return listAt(binding, 'subjects')
    .map(mapping)
    .some(
      (subject) =>
        subject['kind'] === 'ServiceAccount' &&
        subject['name'] === account &&
        (subject['namespace'] ?? binding.metadata.namespace) === namespace,
    );
}

function verbsFor(role: KubeObject, denial: AuditDenial): readonly string[] {
  const rules = listAt(role, 'rules').filter(
    (rule) => textsAt(rule, 'resources').includes(denial.resource) && textsAt(rule, 'apiGroups').includes(denial.apiGroup),
  );
  return [...new Set(rules.flatMap((rule) => textsAt(rule, 'verbs')))];
}
