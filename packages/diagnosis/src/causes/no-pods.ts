import type { Cause, Diagnosed } from '../cause.ts';
import { classifyRefusal, gistOf, missingIn } from '../classify-refusal.ts';
import { quote, seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { conditionsOf } from '../model.ts';
import { numberAt } from '../read-field.ts';
import { refusedPodField } from '../refused-field.ts';
import { nameOf, podSubject, subjectOf } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** The workload was accepted, but the API server refuses the pods that its controller creates. */
export const noPods: Cause = {
  rule: 'no-pods',
  detect: (view) => view.workloads.flatMap((workload) => diagnose(view, workload)),
};

function diagnose(view: View, workload: WorkloadView): readonly Diagnosed[] {
  // A refusal that a retry overcame, such as a ServiceAccount created a moment later, did no harm.
  if (workload.outcome === 'healthy') return [];
  const short = workload.family.filter((member) => isStillShort(view, workload, member));
  const refusals = short.flatMap((member) => view.eventsOf(member, 'FailedCreate'));
  const last = refusals.toSorted((left, right) => (left.lastSeen < right.lastSeen ? -1 : 1)).at(-1);
  if (last === undefined) return [];
  const refused = classifyRefusal(last.message);
  const hasNone = workload.pods.length === 0;
  const field = refusedPodField(last.message, refused, workload);
  const missing = missingIn(last.message);
  const count = refusals.reduce((sum, event) => sum + event.count, 0);
  return [
    {
      workloads: [workload.ref],
      ...(missing === undefined ? {} : { missing }),
      finding: findingOf({
        rule: 'no-pods',
        category: refused.category,
        effect: hasNone ? 'no-pods' : 'degraded',
        message: `${nameOf(workload.author.object)} was accepted, but ${hasNone ? 'no pod of it' : 'not every pod of it'} can be created: ${quote(gistOf(last.message))}`,
        subject: field === undefined ? subjectOf(workload.author, workload.podPath) : podSubject(workload, field),
        evidence: [seen('event', last.object, last.message, count)],
        remedy: refused.remedy,
      }),
    },
  ];
}

/** Whether the object that creates the pods has fewer than it wants to this day, as its status tells. */
function isStillShort(view: View, workload: WorkloadView, member: string): boolean {
  if (workload.pods.length === 0) return true;
  const object = view.find(member);
  if (conditionsOf(object).some(({ type, status }) => type === 'ReplicaFailure' && status === 'True')) return true;
  const wanted = numberAt(object, 'status.desiredNumberScheduled') ?? numberAt(object, 'spec.replicas') ?? 0;
  return (numberAt(object, 'status.currentNumberScheduled') ?? numberAt(object, 'status.replicas') ?? wanted) < wanted;
}
