import { isAlias, isMap, isNode, visit } from 'yaml';
import type { Alias, Document, Node, YAMLMap } from 'yaml';
import type { Diagnostic } from '@seatrial/contract';
import { isMergeKey, keyText, mergeSources } from './keys.ts';
import type { Targets } from './keys.ts';
import type { At } from './parse-yaml.ts';

export interface CheckedDocument {
  readonly targets: Targets;
  readonly diagnostics: readonly Diagnostic[];
}

/** The name is not shown: it may be a password that begins with *. */
const UNKNOWN_ALIAS = 'This alias stands for nothing: no anchor of its name comes before it. Text that begins with * needs quotes.';

/** Resolves the aliases of a document, and finds what YAML allows and Kubernetes does not: keys written twice, keys that are no text. */
export function checkDocument(document: Document.Parsed, at: At): CheckedDocument {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const diagnostics: Diagnostic[] = [];
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
        else diagnostics.push({ message: UNKNOWN_ALIAS, ...placeOf(node, at) });
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  visit(document, { Map: (_, map) => void diagnostics.push(...checkKeys(map, targets, at)) });
  return { targets, diagnostics };
}

function checkKeys(map: YAMLMap, targets: Targets, at: At): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const lines = new Map<string, number>();
  for (const { key, value } of map.items) {
    const place = placeOf(isNode(key) ? key : map, at);
    if (isMergeKey(key)) {
      if (!mergeSources(value).every((source) => isMap(isAlias(source) ? targets.get(source) : source)))
        diagnostics.push({ message: '<< takes in mappings only. Give it an alias of a mapping, or a list of such aliases.', ...place });
      continue;
    }
    const name = keyText(key, targets);
    if (name === undefined) {
      diagnostics.push({ message: 'This key is no text. Write it as text; {{ … }} of a template must be rendered first.', ...place });
      continue;
    }
    const first = lines.get(name);
    if (first !== undefined)
      diagnostics.push({
        message: `"${name}" is written twice in this mapping, first in line ${String(first)}. Keep one of them.`,
        ...place,
      });
    lines.set(name, first ?? place.position.line);
  }
  return diagnostics;
}

function placeOf({ range }: Node, at: At): Required<Pick<Diagnostic, 'position'>> {
  return { position: at(range?.[0] ?? 0) };
}
