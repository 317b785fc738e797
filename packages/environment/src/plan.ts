import { objectRef } from '@seatrial/contract';
import type { KubeObject, Unknown } from '@seatrial/contract';
import type { PlatformSnapshot } from '@seatrial/platform';
import { cleanObject } from '@seatrial/platform';
import { refusalToCopy } from './never-copied.ts';
import { mirrorSecret } from './mirror-secret.ts';
import { isStorageClass, mirrorStorageClass } from './mirror-storage-class.ts';
import { imagesOf, isWorkload, quietWorkload } from './workloads.ts';
import { mirrorService } from './mirror-service.ts';
import { nodeLabels } from './node-labels.ts';

/** What an environment is made of, in the order of its making; nothing is done yet. */
export interface EnvironmentPlan {
  readonly objects: readonly KubeObject[];
  /** Labels that the snapshot's nodes have and the environment's node gets. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** Values made up for Secrets; nothing that is shown may contain them. */
  readonly secretValues: readonly string[];
  readonly unknowns: readonly Unknown[];
}

/** Kinds in the order in which others depend on them; quota and admission policies come last, as they would refuse what exists already. */
const ORDER = [
  'CustomResourceDefinition',
  'Namespace',
  'PriorityClass',
  'RuntimeClass',
  'IngressClass',
  'StorageClass',
  'MutatingAdmissionPolicy.environment',
  'MutatingAdmissionPolicyBinding.environment',
  'ClusterRole',
  'ServiceAccount',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Service',
  'NetworkPolicy',
  'LimitRange',
  '',
  'ResourceQuota',
  'ValidatingAdmissionPolicy',
  'MutatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicyBinding',
];

/** Decides object by object what of a platform snapshot is copied, changed on the way, or left out and why. */
export function planEnvironment(snapshot: PlatformSnapshot, hasImage: (name: string) => boolean): EnvironmentPlan {
  const objects: KubeObject[] = [];
  const secretValues: string[] = [];
  const unknowns: Unknown[] = [];
  for (const original of snapshot.objects) {
    const refusal = refusalToCopy(original);
    if (refusal !== undefined) {
      if (refusal.matters) unknowns.push({ what: objectRef(original), why: refusal.why });
      continue;
    }
    const missing = imagesOf(original).filter((image) => !hasImage(image));
    if (missing.length > 0) {
      unknowns.push({
        what: `${objectRef(original)} of the platform`,
        why: `not started here: image ${missing.join(', ')} is not loaded (load it with --images); what depends on it is not tested`,
      });
      continue;
    }
    const mirrored = mirror(cleanObject(original));
    objects.push(...mirrored.objects);
    secretValues.push(...(mirrored.secretValues ?? []));
    if (mirrored.unknown !== undefined) unknowns.push(mirrored.unknown);
  }
  return { objects: inOrder(objects), nodeLabels: nodeLabels(snapshot.objects), secretValues, unknowns };
}

interface Mirrored {
  readonly objects: readonly KubeObject[];
  readonly secretValues?: readonly string[];
  readonly unknown?: Unknown;
}

function mirror(object: KubeObject): Mirrored {
  if (object.kind === 'Secret') return mirrorSecret(object);
  if (object.kind === 'Service') return { objects: [mirrorService(object)] };
  if (isStorageClass(object)) return mirrorStorageClass(object);
  if (isWorkload(object)) return { objects: [quietWorkload(object)] };
  return { objects: [object] };
}

function inOrder(objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.toSorted((left, right) => rank(left) - rank(right));
}

function rank(object: KubeObject): number {
  const name = object.metadata.annotations?.['seatrial.dev/part-of'] === undefined ? object.kind : `${object.kind}.environment`;
  const at = ORDER.indexOf(name);
  return at < 0 ? ORDER.indexOf('') : at;
}
