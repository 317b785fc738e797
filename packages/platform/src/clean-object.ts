import type { KubeObject } from '@seatrial/contract';

const METADATA_OF_THE_SERVER = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
  // Their uids belong to objects of the other cluster: the garbage collector would remove what has them.
  'ownerReferences',
]);

const ANNOTATIONS_OF_CONTROLLERS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'pv.kubernetes.io/provisioned-by',
  'volume.kubernetes.io/selected-node',
  'volume.kubernetes.io/storage-provisioner',
  'volume.beta.kubernetes.io/storage-provisioner',
]);

/** The object as its author wrote it: without status, identity, versions, owners and bindings that its own cluster added. */
export function cleanObject(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  const { annotations, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([name]) => !ANNOTATIONS_OF_CONTROLLERS.has(name));
  return {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      ...Object.fromEntries(Object.entries(metadata).filter(([field]) => !METADATA_OF_THE_SERVER.has(field))),
      name: metadata.name,
      ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
    },
    ...(object.kind === 'PersistentVolumeClaim' && 'spec' in object ? { spec: withoutVolume(object['spec']) } : {}),
  };
}

/** A claim of another cluster names a volume that is not here, and would be lost at once. */
function withoutVolume(spec: unknown): unknown {
  if (typeof spec !== 'object' || spec === null) return spec;
  return Object.fromEntries(Object.entries(spec).filter(([field]) => field !== 'volumeName'));
}
