import type { Cause, Diagnosed } from '../cause.ts';
import { quote, seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { conditionOf } from '../model.ts';
import { nameOf, podSubject } from '../subject.ts';
import type { PodView, WorkloadView } from '../view.ts';

/** No node accepts a pod of the change. */
export const unschedulable: Cause = {
  rule: 'unschedulable',
  detect: ({ workloads }) => workloads.flatMap((workload) => diagnose(workload)),
};

/** What a scheduler's message is mostly about, and what to do; a claim without a volume is a matter of storage. */
const MATTERS = [
  {
    pattern: /Insufficient (?!pods)|Too many pods/,
    field: 'containers[0].resources.requests',
    remedy: 'Request less than a node of this platform has left, or have nodes added.',
  },
  {
    pattern: /node affinity|node\(s\) didn't match.*selector/,
    field: 'nodeSelector',
    remedy: 'Ask for labels that a node of this platform has (nodeSelector, affinity).',
  },
  {
    pattern: /untolerated taint/,
    field: 'tolerations',
    remedy: 'Add a toleration for the taint that the message names, if these pods may run there.',
  },
  {
    pattern: /topology spread/,
    field: 'topologySpreadConstraints',
    remedy: 'Relax the spread, for example whenUnsatisfiable: ScheduleAnyway.',
  },
  {
    pattern: /anti-affinity|pod affinity/,
    field: 'affinity',
    remedy: 'Prefer the affinity instead of requiring it, or ask for fewer replicas.',
  },
  { pattern: /free ports/, field: 'containers[0].ports', remedy: 'Do without hostPort: another pod of the node has it.' },
] as const;
const CLAIMS = /unbound immediate PersistentVolumeClaims|persistentvolumeclaim "[^"]*" not found|bound to non-existent/;

function diagnose(workload: WorkloadView): readonly Diagnosed[] {
  const waiting = workload.pods.flatMap((pod) => verdictOn(pod));
  const [first] = waiting;
  if (first === undefined) return [];
  const matter = MATTERS.find(({ pattern }) => pattern.test(first.message));
  const some = waiting.length === workload.pods.length ? 'the pods' : `${waiting.length} of ${workload.pods.length} pods`;
  return [
    {
      workloads: [workload.ref],
      finding: findingOf({
        rule: 'unschedulable',
        category: 'scheduling',
        effect: waiting.length === workload.pods.length ? 'never-starts' : 'degraded',
        message: `No node accepts ${some} of ${nameOf(workload.author.object)}: ${quote(first.message)}`,
        subject: podSubject(workload, fieldFor(matter?.field, workload)),
        evidence: [seen('scheduler', first.pod.ref, first.message, waiting.length)],
        remedy: matter?.remedy ?? 'Ask for what a node of this platform has; the message says what each node lacks.',
      }),
    },
  ];
}

function verdictOn(pod: PodView): readonly { readonly pod: PodView; readonly message: string }[] {
  const condition = conditionOf(pod.status, 'PodScheduled');
  if (condition?.status !== 'False' || condition.reason !== 'Unschedulable' || CLAIMS.test(condition.message)) return [];
  return [{ pod, message: condition.message }];
}

/** Labels are asked for in one of two fields: the one that the author wrote. */
function fieldFor(field: string | undefined, { template }: WorkloadView): string {
  if (field === 'nodeSelector' && template['nodeSelector'] === undefined && template['affinity'] !== undefined) return 'affinity';
  return field ?? 'containers';
}
