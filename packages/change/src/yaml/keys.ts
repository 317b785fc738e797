import { isAlias, isScalar, isSeq, Scalar } from 'yaml';
import type { Alias, Node } from 'yaml';

/** What each alias stands for: the last anchor of its name before it. */
export type Targets = ReadonlyMap<Alias, Node>;

/** A key as the text that JSON has for it; undefined for what cannot be a key there. */
export function keyText(key: unknown, targets: Targets): string | undefined {
  const node = isAlias(key) ? targets.get(key) : key;
  const value = isScalar(node) ? node.value : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === Scalar.PLAIN && key.value === '<<';
}

/** Mappings that a merge key takes in, those that count less first. */
export function mergeSources(value: unknown): readonly unknown[] {
  return isSeq(value) ? value.items.toReversed() : [value];
}
