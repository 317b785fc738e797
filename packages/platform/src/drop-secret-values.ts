import type { KubeObject } from '@seatrial/contract';

/** Annotations that say something about the Secret. Others may hold a copy of it: last-applied-configuration and its likes of kapp, Rancher, … */
const KEPT_ANNOTATIONS = new Set(['kubernetes.io/service-account.name', 'kubernetes.io/service-account.uid']);

/** A Secret with type, labels and key names and nothing else, so that no value survives anywhere in it; any other object as it is. */
export function dropSecretValues(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  const { apiVersion, kind, metadata, data, stringData } = object;
  const { annotations, managedFields: _, ...kept } = metadata;
  const harmless = Object.entries(annotations ?? {}).filter(([name]) => KEPT_ANNOTATIONS.has(name));
  return {
    apiVersion,
    kind,
    metadata: harmless.length === 0 ? kept : { ...kept, annotations: Object.fromEntries(harmless) },
    ...pick(object, 'type', 'string'),
    ...pick(object, 'immutable', 'boolean'),
    data: Object.fromEntries([...keysOf(data), ...keysOf(stringData)].map((key) => [key, ''])),
  };
}

function pick(object: KubeObject, field: string, type: 'string' | 'boolean'): Readonly<Record<string, unknown>> {
  return typeof object[field] === type ? { [field]: object[field] } : {};
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
