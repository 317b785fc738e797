import { objectRef } from '@seatrial/contract';
import type { ObservedEvent } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { seen } from '../evidence.ts';
import { explainVolume } from '../explain-volume.ts';
import { findingOf } from '../finding-of.ts';
import { groupBy } from '../group-by.ts';
import type { Volume } from '../model.ts';
import { isMounted } from '../pod-state.ts';
import { textAt } from '../read-field.ts';
import { nameOf } from '../subject.ts';
import type { PodView, View, WorkloadView } from '../view.ts';
import { writeFailuresOf } from '../write-failures.ts';
import type { WriteFailure } from '../write-failures.ts';

/** A container could not write into a mounted volume, or the kubelet could not make it ready for writing. */
export const volumeNotWritable: Cause = {
  rule: 'volume-not-writable',
  detect: (view) => view.workloads.flatMap((workload) => [...fromLogs(view, workload), ...fromMounts(view, workload)]),
};

function fromLogs(view: View, workload: WorkloadView): readonly Diagnosed[] {
  return writeFailuresOf(workload).flatMap((failure) => {
    const { pod, container, mount, isReadOnly, line, count } = failure;
    const volume = pod.spec.volumes.find(({ name }) => name === mount?.name);
    if (mount === undefined || isReadingConfig(volume, failure)) return [];
    const { why, subject, evidence, remedy } = explainVolume(view, workload, { pod, container, mount, volume, isReadOnly });
    const finding = findingOf({
      rule: 'volume-not-writable',
      category: 'storage',
      effect: 'degraded',
      message: `Container ${container.name} of ${nameOf(workload.author.object)} cannot write to ${mount.mountPath}: ${why}.`,
      subject,
      evidence: [seen('log', pod.ref, line, count), ...evidence],
      remedy,
    });
    return [{ workloads: [workload.ref], finding }];
  });
}

/** Such volumes refuse a write as a read-only file system; "permission denied" there was a read. */
function isReadingConfig(volume: Volume | undefined, { isReadOnly }: WriteFailure): boolean {
  return !isReadOnly && (volume?.['configMap'] !== undefined || volume?.['secret'] !== undefined || volume?.['projected'] !== undefined);
}

/** The kubelet hands a volume over to the group that fsGroup names, which it cannot do on a read-only one. */
function fromMounts(view: View, workload: WorkloadView): readonly Diagnosed[] {
  const failures = workload.pods.flatMap((pod) => mountFailuresOf(view, pod));
  return [...groupBy(failures, ({ volume, event }) => volume?.name ?? event.message).values()].flatMap((same) =>
    same.slice(0, 1).map(({ pod, volume, event }) => {
      const { why, subject, evidence, remedy } = explainVolume(view, workload, { pod, volume, isReadOnly: true });
      const count = same.reduce((sum, one) => sum + one.event.count, 0);
      return {
        workloads: [workload.ref],
        finding: findingOf({
          rule: 'volume-not-writable',
          category: 'storage',
          effect: 'never-starts',
          message: `Volume ${volume?.name ?? ''} of ${nameOf(workload.author.object)} cannot be mounted for writing: ${why}.`,
          subject,
          evidence: [seen('event', event.object, event.message, count), ...evidence],
          remedy,
        }),
      };
    }),
  );
}

interface MountFailure {
  readonly pod: PodView;
  readonly volume: Volume | undefined;
  readonly event: ObservedEvent;
}

function mountFailuresOf(view: View, pod: PodView): readonly MountFailure[] {
  if (isMounted(pod)) return [];
  return view
    .eventsOf(pod.ref, 'FailedMount')
    .filter(({ message }) => /read-only file ?system/i.test(message))
    .map((event) => ({ pod, event, volume: volumeIn(view, pod, event.message) }));
}

/** The kubelet calls a volume by its name in the pod, or by that of the PersistentVolume behind it. */
function volumeIn(view: View, pod: PodView, message: string): Volume | undefined {
  const named = /for volume "([^"]+)"/.exec(message)?.[1];
  return pod.spec.volumes.find((volume) => {
    const claim = view
      .ofKind('PersistentVolumeClaim', pod.object.metadata.namespace)
      .find((one) => one.metadata.name === textAt(volume, 'persistentVolumeClaim.claimName'));
    return volume.name === named || (claim !== undefined && textAt(view.find(objectRef(claim)), 'spec.volumeName') === named);
  });
}
