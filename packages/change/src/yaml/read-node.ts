import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Alias, Node, YAMLMap, YAMLSeq } from 'yaml';
import type { Diagnostic, SourcePosition } from '@seatrial/contract';
import { fieldPath, itemPath } from '../field-path.ts';
import { isMergeKey, keyText, mergeSources } from './keys.ts';
import type { Targets } from './keys.ts';
import type { At } from './parse-yaml.ts';
import { isPlainMap } from './plain.ts';
import type { Plain } from './plain.ts';

export interface NodeReading {
  readonly value: Plain;
  /** Position of each key and list item by path; for what an alias brings in, where it was written. */
  readonly fields: ReadonlyMap<string, SourcePosition>;
  /** Why aliases cannot be resolved, if so; the value is incomplete then. */
  readonly problem?: Diagnostic;
}

/** Ten lines of aliases can stand for gigabytes. etcd takes no object of more than 1.5 MiB, so nothing of use is refused. */
const MAX_ALIASED_BYTES = 1024 * 1024;
/** About what a value needs in JSON beside its text. */
const BYTES_PER_VALUE = 8;

interface Reading {
  readonly at: At;
  readonly targets: Targets;
  readonly fields: Map<string, SourcePosition>;
  /** Targets of the aliases that are being resolved. */
  readonly open: Set<Node>;
  bytesLeft: number;
  problem?: Diagnostic;
}

/** The value of a YAML node as Kubernetes reads it, and where each of its fields was written. */
export function readNode(node: unknown, targets: Targets, at: At): NodeReading {
  const reading: Reading = { at, targets, fields: new Map(), open: new Set(), bytesLeft: MAX_ALIASED_BYTES };
  const value = valueOf(reading, node, '');
  return { value, fields: reading.fields, ...(reading.problem === undefined ? {} : { problem: reading.problem }) };
}

function valueOf(reading: Reading, node: unknown, path: string): Plain {
  if (reading.problem !== undefined || reading.bytesLeft < 0) return null;
  if (isAlias(node)) return aliasValue(reading, node, path);
  if (reading.open.size > 0) reading.bytesLeft -= BYTES_PER_VALUE + (isScalar(node) ? (node.source?.length ?? 0) : 0);
  if (isMap(node)) return mapValue(reading, node, path);
  if (isSeq(node)) return listValue(reading, node, path);
  return isScalar(node) ? scalarValue(node.value) : null;
}

function aliasValue(reading: Reading, alias: Alias, path: string): Plain {
  const target = reading.targets.get(alias);
  if (target === undefined) return null;
  const position = reading.at(alias.range?.[0] ?? 0);
  if (reading.open.has(target)) {
    reading.problem = { message: 'This alias is part of what it stands for, so it has no end. Write out what is meant.', position };
    return null;
  }
  reading.open.add(target);
  const value = valueOf(reading, target, path);
  reading.open.delete(target);
  if (reading.bytesLeft < 0)
    reading.problem ??= {
      message: 'Aliases make more than 1 MB of this object, which no cluster would store. Use fewer of them.',
      position,
    };
  return value;
}

function mapValue(reading: Reading, map: YAMLMap, path: string): Plain {
  const entries = new Map<string, Plain>();
  for (const { key, value } of map.items) {
    if (isMergeKey(key)) {
      // As in kubectl, and against the YAML specification, a merge below a key replaces it.
      for (const [name, merged] of mergedEntries(reading, value, path)) entries.set(name, merged);
      continue;
    }
    const name = keyText(key, reading.targets);
    if (name === undefined) continue;
    const field = fieldPath(path, name);
    note(reading, field, key);
    entries.set(name, valueOf(reading, value, field));
  }
  return Object.fromEntries(entries);
}

function mergedEntries(reading: Reading, value: unknown, path: string): readonly (readonly [string, Plain])[] {
  const sources = mergeSources(value).map((source) => valueOf(reading, source, path));
  return sources.flatMap((source) => (isPlainMap(source) ? Object.entries(source) : []));
}

function listValue(reading: Reading, list: YAMLSeq, path: string): Plain {
  return list.items.map((item, index) => {
    const field = itemPath(path, index);
    note(reading, field, item);
    return valueOf(reading, item, field);
  });
}

function note({ fields, at }: Reading, field: string, node: unknown): void {
  if (isNode(node) && node.range !== undefined && node.range !== null) fields.set(field, at(node.range[0]));
}

function scalarValue(value: unknown): Plain {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
