import { isMap, isNode, isScalar, isSeq } from 'yaml';
import type { ParsedNode } from 'yaml';
import type { SourcePosition } from '@seatrial/contract';

/** Position of every field of a mapping by path: of its key, or of the item in a list. */
export function indexFields(root: ParsedNode, at: (offset: number) => SourcePosition): ReadonlyMap<string, SourcePosition> {
  const fields = new Map<string, SourcePosition>();
  visit(root, '');
  return fields;

  function visit(node: unknown, path: string): void {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name === undefined || !isNode(key)) continue;
        const field = join(path, name);
        if (key.range !== null && key.range !== undefined) fields.set(field, at(key.range[0]));
        visit(value, field);
      }
    }
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const field = `${path}[${String(index)}]`;
        if (isNode(item) && item.range !== null && item.range !== undefined) fields.set(field, at(item.range[0]));
        visit(item, field);
      }
    }
  }
}

function join(path: string, name: string): string {
  if (!/^[\w-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
