import type { Cause, Diagnosed } from '../cause.ts';
import { quote, seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { isMounted } from '../pod-state.ts';
import { nameOf, podSubject } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** A volume exists but the kubelet cannot mount it, so the pod never starts. */
export const mountFailed: Cause = {
  rule: 'mount-failed',
  detect: (view) => view.workloads.flatMap((workload) => diagnose(view, workload)),
};

/** Failures that another cause explains better, and sums of others. */
const OF_OTHERS = /(configmap|secret) "[^"]+" not found|references non-existent|unmounted volumes=|read-only file ?system/i;
/** The first failures of a mount often pass: a token or a ConfigMap comes a moment later. */
const LEAST_FAILURES = 2;

function diagnose(view: View, workload: WorkloadView): readonly Diagnosed[] {
  const failures = workload.pods
    .filter((pod) => !isMounted(pod))
    .flatMap((pod) => view.eventsOf(pod.ref, 'FailedMount', 'FailedAttachVolume'))
    .filter(({ message }) => !OF_OTHERS.test(message));
  const count = failures.reduce((sum, event) => sum + event.count, 0);
  const last = failures.at(-1);
  if (last === undefined || count < LEAST_FAILURES) return [];
  const volume = /for volume "([^"]+)"/.exec(last.message)?.[1];
  return [
    {
      workloads: [workload.ref],
      finding: findingOf({
        rule: 'mount-failed',
        category: 'storage',
        effect: 'never-starts',
        message: `${volume === undefined ? 'A volume' : `Volume ${volume}`} of ${nameOf(workload.author.object)} cannot be mounted: ${quote(last.message)}`,
        subject: podSubject(workload, volumeField(workload, volume)),
        evidence: [seen('event', last.object, last.message, count)],
        remedy: 'Mend what the kubelet names: the volume, its driver or its server.',
      }),
    },
  ];
}

function volumeField({ template }: WorkloadView, name: string | undefined): string {
  const index = template.volumes.findIndex((volume) => volume.name === name);
  return index < 0 ? 'volumes' : `volumes[${index}]`;
}
