import type { ChangeObject, KubeObject } from '@seatrial/contract';

/** Replaces every secret value in a text. */
export type Mask = (text: string) => string;

/** Shorter values would mask ordinary words. */
const SHORTEST_SECRET = 6;

/** Hides the values of the change's Secrets and those made up for the environment, plain and in base64. */
export function maskOf(change: readonly ChangeObject[], others: readonly string[]): Mask {
  const plain = [...others, ...change.flatMap(({ object }) => secretValuesOf(object))].filter((value) => value.length >= SHORTEST_SECRET);
  const hidden = [...new Set(plain.flatMap((value) => [value, Buffer.from(value).toString('base64')]))].toSorted(
    (left, right) => right.length - left.length,
  );
  return (text) => hidden.reduce((masked, value) => masked.replaceAll(value, '***'), text);
}

function secretValuesOf(object: KubeObject): readonly string[] {
  if (object.kind !== 'Secret') return [];
  return [...stringsIn(object['stringData']), ...stringsIn(object['data']).map((value) => Buffer.from(value, 'base64').toString('utf8'))];
}

function stringsIn(data: unknown): readonly string[] {
  return typeof data === 'object' && data !== null ? Object.values(data).filter((value) => typeof value === 'string') : [];
}
