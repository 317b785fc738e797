import type { ObservedEvent } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { containerPath, findingOf, seen, subjectOf, times } from '../finding-of.ts';
import type { View, WorkloadView } from '../view.ts';

/** Containers run, but a probe says that they are not fit for work. */
export const notReady: Cause = {
  rule: 'not-ready',
  detect: (view) => view.workloads.filter(({ outcome }) => outcome === 'failed').flatMap((workload) => diagnose(view, workload)),
};

function diagnose(view: View, workload: WorkloadView): readonly Diagnosed[] {
  const failing = workload.pods.flatMap((pod) => view.eventsOf(pod.ref, 'Unhealthy'));
  const worst = failing.toSorted((left, right) => right.count - left.count)[0];
  if (worst === undefined) return [];
  const probe = probeOf(worst);
  const unready = workload.pods.flatMap((pod) => pod.containers).find(({ status }) => !status.ready)?.name ?? '';
  return [
    {
      workload: workload.ref,
      finding: findingOf({
        rule: 'not-ready',
        category: 'runtime',
        effect: 'inert',
        message: `${workload.ref} runs but never became ready: its ${probe} probe fails`,
        subject: subjectOf(workload.author, containerPath(workload, unready, `${probe}Probe`)),
        evidence: [seen('event', worst.object, `${worst.message}${times(worst.count)}`)],
        remedy: `Make the ${probe} probe ask what the container answers: port, path, scheme and time.`,
      }),
    },
  ];
}

function probeOf({ message }: ObservedEvent): 'readiness' | 'liveness' | 'startup' {
  if (/^Liveness/i.test(message)) return 'liveness';
  return /^Startup/i.test(message) ? 'startup' : 'readiness';
}
