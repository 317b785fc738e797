import { isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document } from 'yaml';
import { isPlainMap } from '../yaml/plain.ts';
import type { Plain } from '../yaml/plain.ts';

/** A part of a document that should be one object. */
export interface ObjectSource {
  readonly node: unknown;
  readonly offset: number;
  /** Type of the items of a typed list such as ConfigMapList; they need not name it themselves. */
  readonly implied?: { readonly apiVersion: string; readonly kind: string };
}

/** Objects of a document: itself, or as in kubectl the items of whatever has a list named items; none if it is empty. */
export function objectSources({ contents }: Document.Parsed): readonly ObjectSource[] {
  if (contents === null || (isScalar(contents) && contents.value === null)) return [];
  const items = isMap(contents) ? contents.get('items', true) : undefined;
  if (!isMap(contents) || !isSeq(items)) return [{ node: contents, offset: contents.range[0] }];
  const implied = impliedType(contents.get('apiVersion'), contents.get('kind'));
  return items.items.map((node) => ({ node, offset: offsetOf(node) ?? contents.range[0], ...(implied === undefined ? {} : { implied }) }));
}

/** The value with the type that its list implies, where it names none. */
export function withImpliedType(value: Plain, { implied }: ObjectSource): Plain {
  if (implied === undefined || !isPlainMap(value) || 'apiVersion' in value || 'kind' in value) return value;
  return { ...implied, ...value };
}

function impliedType(apiVersion: unknown, kind: unknown): ObjectSource['implied'] {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || kind === 'List' || !kind.endsWith('List')) return undefined;
  return { apiVersion, kind: kind.slice(0, -'List'.length) };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
