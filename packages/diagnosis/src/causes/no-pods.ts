import type { ObservedEvent } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { classifyRefusal } from '../classify-refusal.ts';
import { findingOf, seen, subjectOf, times } from '../finding-of.ts';
import type { View, WorkloadView } from '../view.ts';

/** The workload was accepted, but the API server refuses each pod that its controller creates. */
export const noPods: Cause = {
  rule: 'no-pods',
  detect: (view) => view.workloads.flatMap((workload) => diagnose(view, workload)),
};

function diagnose(view: View, workload: WorkloadView): readonly Diagnosed[] {
  const refusals = workload.family.flatMap((member) => view.eventsOf(member, 'FailedCreate'));
  const last = refusals.toSorted((left, right) => left.lastSeen.localeCompare(right.lastSeen)).at(-1);
  // A refusal that a retry overcame, such as a ServiceAccount created a moment later, did no harm.
  if (last === undefined || workload.outcome === 'healthy') return [];
  const reason = reasonOf(last);
  const { category, remedy } = classifyRefusal(reason);
  const count = refusals.reduce((sum, event) => sum + event.count, 0);
  const missing = workload.pods.length === 0 ? 'no pod of it' : 'not every pod of it';
  return [
    {
      workload: workload.ref,
      finding: findingOf({
        rule: 'no-pods',
        category,
        effect: 'no-pods',
        message: `${workload.ref} was accepted, but ${missing} can be created`,
        subject: subjectOf(workload.author, pathFor(category, workload)),
        evidence: [seen('event', last.object, `${reason}${times(count)}`)],
        remedy,
      }),
    },
  ];
}

function reasonOf({ message }: ObservedEvent): string {
  return message.replace(/^Error creating: /, '').replace(/^create Pod \S+ in StatefulSet \S+ failed error: /, '');
}

function pathFor(category: string, { podPath }: WorkloadView): string {
  switch (category) {
    case 'quota':
    case 'capacity':
      return `${podPath}.containers[0].resources`;
    case 'pod-security':
      return `${podPath}.securityContext`;
    default:
      return podPath;
  }
}
