import type { Cause } from '../cause.ts';
import { findingOf, seen, subjectOf } from '../finding-of.ts';
import type { PodView, WorkloadView } from '../view.ts';

/** No node accepts a pod of the change. */
export const unschedulable: Cause = {
  rule: 'unschedulable',
  detect: ({ workloads }) =>
    workloads.flatMap((workload) => {
      const waiting = workload.pods.flatMap((pod) => verdictsOn(pod));
      const [first] = waiting;
      if (first === undefined) return [];
      return [
        {
          workload: workload.ref,
          finding: findingOf({
            rule: 'unschedulable',
            category: 'scheduling',
            effect: 'never-starts',
            message: `No node accepts ${waiting.length === workload.pods.length ? 'the pods' : 'some pods'} of ${workload.ref}`,
            subject: subjectOf(workload.author, pathFor(first.message, workload)),
            evidence: [seen('scheduler', first.pod.ref, first.message)],
            remedy: 'Ask for what a node has: fewer resources, labels that exist, or tolerations for its taints.',
          }),
        },
      ];
    }),
};

function verdictsOn(pod: PodView): readonly { readonly pod: PodView; readonly message: string }[] {
  const condition = pod.model.status.conditions.find(({ type }) => type === 'PodScheduled');
  if (condition?.status !== 'False' || condition.reason !== 'Unschedulable') return [];
  // A claim that is not bound, or does not exist, is a matter of storage.
  return /unbound immediate PersistentVolumeClaims|persistentvolumeclaim "[^"]*" not found/.test(condition.message)
    ? []
    : [{ pod, message: condition.message }];
}

function pathFor(message: string, { podPath }: WorkloadView): string {
  if (/Insufficient/.test(message)) return `${podPath}.containers[0].resources.requests`;
  if (/node affinity|selector/.test(message)) return `${podPath}.nodeSelector`;
  return podPath;
}
