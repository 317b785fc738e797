/** What a YAML or JSON document can say: data without identity, dates or references. */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain;
}

/** How to call a value in a message. */
export function typeName(value: Plain): string {
  if (value === null) return 'empty';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'object') return isPlainMap(value) ? 'a mapping' : 'a list';
  return typeof value === 'number' ? 'a number' : 'true or false';
}

export function isPlainMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
