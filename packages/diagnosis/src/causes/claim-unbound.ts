import { objectRef } from '@seatrial/contract';
import type { KubeObject } from '@seatrial/contract';
import { closest } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { findingOf, seen, subjectOf } from '../finding-of.ts';
import { textAt } from '../model.ts';
import type { View, WorkloadView } from '../view.ts';

/** A claim that a workload waits for gets no volume, or does not exist. */
export const claimUnbound: Cause = {
  rule: 'claim-unbound',
  detect: (view) =>
    view.workloads.flatMap((workload) =>
      workload.outcome === 'healthy' ? [] : [...unboundOf(view, workload), ...absentOf(view, workload)],
    ),
};

function unboundOf(view: View, workload: WorkloadView): readonly Diagnosed[] {
  const names = new Set(
    [...workload.template.volumes, ...workload.pods.flatMap((pod) => pod.model.spec.volumes)].flatMap(
      (volume) => volume.persistentVolumeClaim?.claimName ?? [],
    ),
  );
  return view.ofKind('PersistentVolumeClaim', workload.namespace).flatMap((claim) => {
    if (!names.has(claim.metadata.name) || textAt(claim, 'status.phase') === 'Bound') return [];
    const event = view.eventsOf(objectRef(claim), 'ProvisioningFailed', 'FailedBinding').at(-1);
    return event === undefined ? [] : [diagnose(view, workload, claim, event.message)];
  });
}

function diagnose(view: View, workload: WorkloadView, claim: KubeObject, message: string): Diagnosed {
  const ref = objectRef(claim);
  const authored = view.authored(ref);
  const wanted = textAt(claim, 'spec.storageClassName');
  const classes = view.ofKind('StorageClass').map((one) => one.metadata.name);
  const isMissing = wanted !== undefined && wanted !== '' && !classes.includes(wanted);
  const near = isMissing ? closest(wanted, classes) : undefined;
  const why = isMissing ? `StorageClass "${wanted}" does not exist on this platform` : message;
  return {
    workload: workload.ref,
    finding: findingOf({
      rule: 'claim-unbound',
      category: 'storage',
      effect: 'never-starts',
      message: `Claim ${claim.metadata.name} of ${workload.ref} gets no volume: ${why}${near === undefined ? '' : `. Closest: "${near}"`}`,
      subject: authored === undefined ? subjectOf(workload.author, claimPath(workload)) : subjectOf(authored, 'spec.storageClassName'),
      evidence: [seen('event', ref, message)],
      remedy:
        classes.length === 0
          ? 'This platform has no StorageClass: ask for one, or do without the volume.'
          : `Name a StorageClass that this platform has: ${classes.toSorted().join(', ')}.`,
    }),
  };
}

function claimPath({ author, podPath }: WorkloadView): string {
  return author.object.kind === 'StatefulSet' ? 'spec.volumeClaimTemplates' : `${podPath}.volumes`;
}

/** The scheduler names a claim that is not there at all. */
function absentOf(view: View, workload: WorkloadView): readonly Diagnosed[] {
  for (const pod of workload.pods) {
    const message = pod.model.status.conditions.find(({ type }) => type === 'PodScheduled')?.message ?? '';
    const name = /persistentvolumeclaim "([^"]+)" not found/.exec(message)?.[1];
    if (name === undefined) continue;
    const near = closest(
      name,
      view.ofKind('PersistentVolumeClaim', workload.namespace).map((claim) => claim.metadata.name),
    );
    return [
      {
        workload: workload.ref,
        finding: findingOf({
          rule: 'claim-unbound',
          category: 'storage',
          effect: 'never-starts',
          message: `PersistentVolumeClaim "${name}" does not exist in namespace ${workload.namespace}, and ${workload.ref} waits for it${near === undefined ? '' : `. Closest: "${near}"`}`,
          subject: subjectOf(workload.author, `${workload.podPath}.volumes`),
          evidence: [seen('scheduler', pod.ref, message)],
          remedy: 'Add the claim to this change, or correct its name.',
        }),
      },
    ];
  }
  return [];
}
