import type { AuditDenial, Evidence, Subject } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { grantsOf } from '../grants.ts';
import { groupBy } from '../group-by.ts';
import { nameOf, podSubject, subjectOf } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** A pod of the change asked the API server for something that its ServiceAccount may not do. */
export const rbacDenied: Cause = {
  rule: 'rbac-denied',
  detect: (view) =>
    [...groupBy(view.observation.denials, (denial) => groupOf(view, denial)).values()].flatMap((denials) => diagnose(view, denials)),
};

/** Denials of one workload that one rule in one Role would cure. */
function groupOf(view: View, denial: AuditDenial): string {
  const { user, apiGroup, resource, subresource, namespace, requestURI } = denial;
  const what = resource === '' ? requestURI.split('?')[0] : [apiGroup, resource, subresource, namespace];
  return JSON.stringify([workloadOf(view, denial)?.ref, user, what]);
}

/** The workload whose pod asked; by its ServiceAccount where the pod was not recorded or is gone. */
function workloadOf({ workloads }: View, { pod, user }: AuditDenial): WorkloadView | undefined {
  const asker = workloads.find((workload) => pod !== undefined && workload.family.includes(pod));
  return asker ?? workloads.find(({ namespace, template }) => user === `system:serviceaccount:${namespace}:${template.serviceAccountName}`);
}

function diagnose(view: View, denials: readonly AuditDenial[]): readonly Diagnosed[] {
  const [first] = denials;
  if (first === undefined) return [];
  const workload = workloadOf(view, first);
  const account = first.user.split(':').slice(2).join('/');
  const author = view.authored(`ServiceAccount/${account}`);
  if (workload === undefined && author === undefined) return [];
  const verbs = [...new Set(denials.map(({ verb }) => verb))].toSorted();
  const asked = workload === undefined ? '' : `, and ${nameOf(workload.author.object)} asks for it`;
  return [
    {
      workloads: workload === undefined ? [] : [workload.ref],
      finding: findingOf({
        rule: 'rbac-denied',
        category: 'rbac',
        severity: workload === undefined ? 'warning' : 'error',
        effect: 'degraded',
        message: `ServiceAccount ${account} may not ${verbs.join(', ')} ${resourceOf(first)}${placeOf(first)}${asked}.`,
        subject: workload === undefined ? subjectOfAccount(view, account) : podSubject(workload, 'serviceAccountName'),
        evidence: [...denials.map(auditEvidence), ...logEvidence(workload, first)],
        remedy: remedyFor(view, denials, verbs),
      }),
    },
  ];
}

function subjectOfAccount(view: View, account: string): Subject {
  const author = view.authored(`ServiceAccount/${account}`);
  return author === undefined ? {} : subjectOf(author);
}

function auditEvidence(denial: AuditDenial): Evidence {
  const times = denial.count > 1 ? ` (${denial.count} times)` : '';
  const reason = denial.reason === '' ? '' : `: ${denial.reason}`;
  return seen('audit', denial.pod, `${denial.user} was denied ${denial.verb} ${resourceOf(denial)}${placeOf(denial)}${times}${reason}`);
}

/** What the program itself said about being refused. */
function logEvidence(workload: WorkloadView | undefined, { resource }: AuditDenial): readonly Evidence[] {
  for (const pod of workload?.pods ?? []) {
    for (const { lines } of pod.containers) {
      const told = lines.filter((line) => /forbidden|\b403\b/i.test(line) && line.toLowerCase().includes(resource.toLowerCase()));
      const [line] = told;
      if (line !== undefined) return [seen('log', pod.ref, line, told.length)];
    }
  }
  return [];
}

function resourceOf({ resource, apiGroup, subresource, requestURI }: AuditDenial): string {
  if (resource === '') return requestURI.split('?')[0] ?? '';
  const group = apiGroup === '' ? '' : `.${apiGroup}`;
  return `${resource}${group}${subresource === undefined ? '' : `/${subresource}`}`;
}

function placeOf({ namespace, resource }: AuditDenial): string {
  if (resource === '') return '';
  return namespace === undefined ? ' at the cluster scope' : ` in namespace ${namespace}`;
}

function remedyFor(view: View, denials: readonly AuditDenial[], verbs: readonly string[]): string {
  const [denial] = denials;
  if (denial === undefined) return '';
  const rule = ruleFor(denials, verbs);
  if (denial.namespace === undefined || denial.resource === '')
    return `Add a ClusterRole with this rule and a ClusterRoleBinding to the ServiceAccount: ${rule}`;
  const grants = grantsOf(view, denial.user, denial.namespace);
  if (grants.isBound) return `${grants.text} Add this rule to what is bound, or bind a Role of your own that has it: ${rule}`;
  return `${grants.text} Add a Role with this rule and a RoleBinding to the ServiceAccount in namespace ${denial.namespace}: ${rule}`.trim();
}

const VERBS_WITHOUT_NAME = new Set(['list', 'watch', 'create', 'deletecollection']);

/** The least that a Role has to say, as one line of YAML. */
function ruleFor(denials: readonly AuditDenial[], verbs: readonly string[]): string {
  const [denial] = denials;
  if (denial === undefined) return '';
  if (denial.resource === '') return `{nonResourceURLs: ${yamlList([resourceOf(denial)])}, verbs: ${yamlList(verbs)}}`;
  const resource = denial.subresource === undefined ? denial.resource : `${denial.resource}/${denial.subresource}`;
  const names = [...new Set(denials.flatMap(({ name }) => name ?? []))].toSorted();
  const isNamed = denials.every(({ name, verb }) => name !== undefined && !VERBS_WITHOUT_NAME.has(verb));
  const resourceNames = isNamed ? `, resourceNames: ${yamlList(names)}` : '';
  return `{apiGroups: [${JSON.stringify(denial.apiGroup)}], resources: ${yamlList([resource])}${resourceNames}, verbs: ${yamlList(verbs)}}`;
}

function yamlList(items: readonly string[]): string {
  return `[${items.map((item) => (/^[a-z][\w./-]*$/.test(item) ? item : JSON.stringify(item))).join(', ')}]`;
}
