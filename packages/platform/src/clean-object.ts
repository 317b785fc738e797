import type { KubeObject } from '@seatrial/contract';

const OF_THE_SERVER = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'managedFields',
  'ownerReferences',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]);
const NOISE =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/revision|pv\.kubernetes\.io\/.*|volume\.(beta\.)?kubernetes\.io\/.*)$/;

/** The object without what its own API server added: identity, versions, owners, status and bindings. */
export function cleanObject(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([field]) => !OF_THE_SERVER.has(field)));
  const annotations = Object.entries(object.metadata.annotations ?? {}).filter(([name]) => !NOISE.test(name));
  return {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: { ...metadata, name: object.metadata.name, annotations: Object.fromEntries(annotations) },
    ...(object.kind === 'PersistentVolumeClaim' ? { spec: withoutVolume(object['spec']) } : {}),
  };
}

/** A claim of another cluster names a volume that is not here. */
function withoutVolume(spec: unknown): unknown {
  if (typeof spec !== 'object' || spec === null) return spec;
  return Object.fromEntries(Object.entries(spec).filter(([field]) => field !== 'volumeName'));
}
