import { objectRef } from '@seatrial/contract';
import type { KubeObject } from '@seatrial/contract';
import { listAt, textAt, textsAt } from './read-field.ts';
import type { View, WorkloadView } from './view.ts';

/** Claims that the change brings or uses. */
export function claimsOf(view: View): readonly KubeObject[] {
  return view
    .ofKind('PersistentVolumeClaim')
    .filter((claim) => view.authored(objectRef(claim)) !== undefined || workloadsOfClaim(view, claim).length > 0);
}

/** Workloads of the change that mount a claim, or for which it was made. */
export function workloadsOfClaim(view: View, claim: KubeObject): readonly WorkloadView[] {
  return view.workloads.filter(
    (workload) =>
      workload.family.includes(objectRef(claim)) ||
      (workload.namespace === claim.metadata.namespace &&
        [workload.template, ...workload.pods.map((pod) => pod.spec)].some((spec) =>
          spec.volumes.some((volume) => textAt(volume, 'persistentVolumeClaim.claimName') === claim.metadata.name),
        )),
  );
}

/** Which claim template of a StatefulSet a claim was made from: they are named <template>-<set>-<ordinal>. */
export function claimTemplateIndex({ author }: WorkloadView, claim: KubeObject): number | undefined {
  const templates = listAt(author.object, 'spec.volumeClaimTemplates');
  const index = templates.findIndex((template) =>
    claim.metadata.name.startsWith(`${textAt(template, 'metadata.name') ?? ''}-${author.object.metadata.name}-`),
  );
  return author.object.kind === 'StatefulSet' && index >= 0 ? index : undefined;
}

/** Mount options that keep everybody from writing. */
export function isReadOnlyMount(options: readonly string[]): boolean {
  return options.flatMap((option) => option.split(',')).includes('ro');
}

/** Classes whose volumes can be written, as far as their mount options tell. */
export function writableClasses(view: View): readonly string[] {
  return view
    .ofKind('StorageClass')
    .filter((one) => !isReadOnlyMount(textsAt(one, 'mountOptions')))
    .map((one) => one.metadata.name)
    .toSorted();
}
