import { closest } from '@seatrial/contract';
import type { KubeObject, ObjectMeta } from '@seatrial/contract';
import { metadataProblems } from './metadata-problems.ts';
import type { Problem } from './metadata-problems.ts';
import { isPlainMap, typeName } from '../yaml/plain.ts';
import type { Plain, PlainMap } from '../yaml/plain.ts';

export type ToKubeObject =
  | { readonly kind: 'object'; readonly object: KubeObject }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** A value as the Kubernetes object that it claims to be, or all that keeps it from being one. */
export function toKubeObject(value: Plain): ToKubeObject {
  if (!isPlainMap(value)) return problem('', `This is ${typeName(value)}, not a Kubernetes object. ${EXPECTED}`);
  const { apiVersion, kind } = value;
  if (isMissing(apiVersion) && isMissing(kind))
    return problem('', `This is no Kubernetes object: apiVersion and kind are missing. ${EXPECTED}`);
  const what = typeof kind === 'string' && kind !== '' ? `this ${kind}` : 'this object';
  if (isMissing(apiVersion)) return problem('', missing('apiVersion', what, value, 'for example apiVersion: apps/v1'));
  if (isMissing(kind)) return problem('', missing('kind', what, value, 'for example kind: Deployment'));
  if (typeof apiVersion !== 'string')
    return problem('apiVersion', `apiVersion is ${typeName(apiVersion ?? null)}, and must be text, for example "v1".`);
  if (typeof kind !== 'string') return problem('kind', `kind is ${typeName(kind ?? null)}, and must be text, for example "Deployment".`);
  const written = value['metadata'];
  if (isMissing(written)) return problem('metadata', missing('metadata', what, value, 'with a name in it'));
  if (!isPlainMap(written))
    return problem('metadata', `metadata is ${typeName(written ?? null)}, and must be a mapping with a name in it.`);
  const metadata = withoutNulls(written);
  if (isMissing(metadata['name'])) return problem(...nameless(metadata, what));
  const problems = metadataProblems(metadata);
  if (!isObjectMeta(metadata)) return { kind: 'problems', problems };
  return { kind: 'object', object: { ...value, apiVersion, kind, metadata } };
}

const EXPECTED = 'Write apiVersion, kind and metadata.name, or leave it out.';

function problem(path: string, message: string): ToKubeObject {
  return { kind: 'problems', problems: [{ path, message }] };
}

function isMissing(value: Plain | undefined): boolean {
  return value === undefined || value === null || value === '';
}

function missing(field: string, what: string, value: PlainMap, example: string): string {
  const near = field in value ? undefined : closest(field, Object.keys(value));
  return near === undefined
    ? `${field} is missing from ${what}. Add it, ${example}.`
    : `${field} is missing from ${what}. It has "${near}": rename that.`;
}

function nameless(metadata: PlainMap, what: string): readonly [path: string, message: string] {
  if ('generateName' in metadata)
    return [
      'metadata.generateName',
      `generateName of ${what} is not supported: results are told by name. Give it a metadata.name that stays.`,
    ];
  return ['metadata.name', missing('metadata.name', what, {}, 'for example name: exporter')];
}

/** To Kubernetes a field of metadata that is null is not set, and a label or annotation that is null is empty. */
function withoutNulls(metadata: PlainMap): PlainMap {
  const set = Object.entries(metadata).filter(([, value]) => value !== null);
  return Object.fromEntries(
    set.map(([field, value]) => [field, ['labels', 'annotations'].includes(field) ? withEmptyTexts(value) : value]),
  );
}

function withEmptyTexts(value: Plain): Plain {
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, text ?? '']));
}

function isObjectMeta(metadata: PlainMap): metadata is PlainMap & ObjectMeta {
  return typeof metadata['name'] === 'string' && metadataProblems(metadata).length === 0;
}
