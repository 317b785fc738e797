import type { KubeObject } from '@seatrial/contract';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** A Secret with its keys and without its values, wherever kubectl may have put them; any other object as it is. */
export function dropSecretValues(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  const { data, stringData, metadata, ...rest } = object;
  const { annotations, managedFields: _, ...kept } = metadata;
  const harmless = Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => name !== LAST_APPLIED));
  return {
    ...rest,
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: Object.keys(harmless).length === 0 ? kept : { ...kept, annotations: harmless },
    data: Object.fromEntries([...keysOf(data), ...keysOf(stringData)].map((key) => [key, ''])),
  };
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
