import type { Cause } from '../cause.ts';
import { findingOf, seen, subjectOf, times } from '../finding-of.ts';
import type { PodView } from '../view.ts';

/** Failures that another cause explains better. */
const OF_OTHERS = /(configmap|secret) "[^"]+" not found|references non-existent|unmounted volumes=/i;

/** A volume exists but the kubelet cannot mount it, so the pod never starts. */
export const mountFailed: Cause = {
  rule: 'mount-failed',
  detect: (view) =>
    view.workloads.flatMap((workload) =>
      workload.pods
        .filter((pod) => !hasStarted(pod))
        .flatMap((pod) => view.eventsOf(pod.ref, 'FailedMount', 'FailedAttachVolume').filter(({ message }) => !OF_OTHERS.test(message)))
        .slice(-1)
        .map((event) => ({
          workload: workload.ref,
          finding: findingOf({
            rule: 'mount-failed',
            category: 'storage',
            effect: 'never-starts',
            message: `A volume of ${workload.ref} cannot be mounted`,
            subject: subjectOf(workload.author, `${workload.podPath}.volumes`),
            evidence: [seen('event', event.object, `${event.message}${times(event.count)}`)],
            remedy: 'Mend what the kubelet names: the volume, its driver, or the ownership that fsGroup asks for.',
          }),
        })),
    ),
};

function hasStarted({ containers }: PodView): boolean {
  return containers.some(({ status }) => status.state.running !== undefined || status.state.terminated !== undefined);
}
