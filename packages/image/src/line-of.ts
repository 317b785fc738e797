import { isMap, isNode, isScalar, isSeq, type Document, type LineCounter } from 'yaml';

/** Line of the key or list item at a path, from 1; of the nearest thing around it if the path is not there. */
export function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    const { at, value } = child(node, part);
    if (at === undefined) break;
    offset = at;
    node = value;
  }
  return lines.linePos(offset).line;
}

function child(node: unknown, part: PropertyKey): { at: number | undefined; value: unknown } {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
    return { at: startOf(pair?.key), value: pair?.value };
  }
  const value = isSeq(node) ? node.items[Number(part)] : undefined;
  return { at: startOf(value), value };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
