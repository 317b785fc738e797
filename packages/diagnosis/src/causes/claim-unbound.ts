import { closest, objectRef } from '@seatrial/contract';
import type { KubeObject, ObservedEvent, Subject } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { claimTemplateIndex, claimsOf, workloadsOfClaim } from '../claims.ts';
import { quote, seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { textAt } from '../read-field.ts';
import { nameOf, podSubject, subjectOf } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** A claim of the change gets no volume. Waiting for its first pod is no failure. */
export const claimUnbound: Cause = {
  rule: 'claim-unbound',
  detect: (view) => [
    ...claimsOf(view).flatMap((claim) => unbound(view, claim)),
    ...view.workloads.flatMap((workload) => absent(view, workload)),
  ],
};

function unbound(view: View, claim: KubeObject): readonly Diagnosed[] {
  const ref = objectRef(claim);
  const event = view.eventsOf(ref, 'ProvisioningFailed', 'FailedBinding').at(-1);
  if (event === undefined || textAt(claim, 'status.phase') === 'Bound') return [];
  const workloads = workloadsOfClaim(view, claim);
  const owner = workloads[0];
  const of = owner === undefined ? '' : ` of ${nameOf(owner.author.object)}`;
  const { why, field, remedy, missing } = explain(view, claim, event);
  return [
    {
      workloads: workloads.map((workload) => workload.ref),
      ...(missing === undefined ? {} : { missing }),
      finding: findingOf({
        rule: 'claim-unbound',
        category: 'storage',
        effect: 'never-starts',
        message: `Claim ${claim.metadata.name}${of} gets no volume: ${why}`,
        subject: subjectFor(view, claim, owner, field),
        evidence: [seen('event', ref, event.message, event.count)],
        remedy,
      }),
    },
  ];
}

interface Explanation {
  readonly why: string;
  readonly field: string;
  readonly remedy: string;
  readonly missing?: string;
}

function explain(view: View, claim: KubeObject, { message }: ObservedEvent): Explanation {
  const names = view
    .ofKind('StorageClass')
    .map((one) => one.metadata.name)
    .toSorted();
  const wanted = textAt(claim, 'spec.storageClassName');
  const choose =
    names.length === 0
      ? 'No StorageClass was seen on this platform: have one made, or do without the volume.'
      : `Name a StorageClass that this platform has: ${names.join(', ')}.`;
  if (wanted !== undefined && /storageclass\S* "[^"]*" not found/i.test(message)) {
    const near = closest(wanted, names);
    const hint = near === undefined ? '' : ` Closest: "${near}".`;
    const why = `StorageClass "${wanted}" does not exist on this platform.${hint}`;
    return { why, field: 'spec.storageClassName', remedy: choose, missing: `StorageClass/${wanted}` };
  }
  if (/no storage class is set/.test(message) && (wanted ?? '') === '') {
    return { why: 'it names no StorageClass, and this platform has no default one.', field: 'spec.storageClassName', remedy: choose };
  }
  if (/access ?modes?/i.test(message)) {
    const remedy = 'Ask for an access mode that volumes of this class have (mostly ReadWriteOnce), or for another class.';
    return { why: quote(message), field: 'spec.accessModes', remedy };
  }
  return {
    why: quote(message),
    field: 'spec.storageClassName',
    remedy: 'Ask for what the StorageClass provides; the message says what it refused.',
  };
}

/** The claim if it is in the change, else the claim template or the volume that it comes from. */
function subjectFor(view: View, claim: KubeObject, owner: WorkloadView | undefined, field: string): Subject {
  const authored = view.authored(objectRef(claim));
  if (authored !== undefined) return subjectOf(authored, field);
  if (owner === undefined) return { apiVersion: claim.apiVersion, kind: claim.kind, name: claim.metadata.name };
  const template = claimTemplateIndex(owner, claim);
  if (template !== undefined) return subjectOf(owner.author, `spec.volumeClaimTemplates[${template}].${field}`);
  return podSubject(owner, volumeField(owner, claim.metadata.name));
}

function volumeField({ template }: WorkloadView, claim: string): string {
  const index = template.volumes.findIndex((volume) => textAt(volume, 'persistentVolumeClaim.claimName') === claim);
  return index < 0 ? 'volumes' : `volumes[${index}].persistentVolumeClaim.claimName`;
}

/** A claim that is not there at all: only the scheduler names it. */
function absent(view: View, workload: WorkloadView): readonly Diagnosed[] {
  for (const pod of workload.pods) {
    const message = pod.status.conditions.find(({ type }) => type === 'PodScheduled')?.message ?? '';
    const name = /persistentvolumeclaim "([^"]+)" not found/.exec(message)?.[1];
    const ref = `PersistentVolumeClaim/${workload.namespace}/${name ?? ''}`;
    if (name === undefined || view.find(ref) !== undefined) continue;
    const names = view.ofKind('PersistentVolumeClaim', workload.namespace).map((claim) => claim.metadata.name);
    const near = closest(name, names);
    const what = `PersistentVolumeClaim "${name}" does not exist in namespace ${workload.namespace}`;
    const finding = findingOf({
      rule: 'claim-unbound',
      category: 'storage',
      effect: 'never-starts',
      message: `${what}, and ${nameOf(workload.author.object)} waits for it.${near === undefined ? '' : ` Closest: "${near}".`}`,
      subject: podSubject(workload, volumeField(workload, name)),
      evidence: [seen('scheduler', pod.ref, message)],
      remedy:
        near === undefined ? 'Add the claim to this change, or correct its name.' : `Write "${near}", or add the claim to this change.`,
    });
    return [{ workloads: [workload.ref], missing: ref, finding }];
  }
  return [];
}
