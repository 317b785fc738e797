import { fieldPath, itemPath } from '../field-path.ts';
import { isPlainMap, typeName } from '../yaml/plain.ts';
import type { Plain, PlainMap } from '../yaml/plain.ts';

/** What is wrong with a field, by the field's path. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

const TEXT_FIELDS = ['name', 'namespace', 'uid'];
const TEXT_MAPS = ['labels', 'annotations'];
const OWNER_FIELDS = ['apiVersion', 'kind', 'name', 'uid'];

/** Fields of metadata whose type is not the one that every object has there. */
export function metadataProblems(metadata: PlainMap): readonly Problem[] {
  return [
    ...TEXT_FIELDS.flatMap((field) => textProblem(`metadata.${field}`, metadata[field])),
    ...TEXT_MAPS.flatMap((field) => textMapProblems(`metadata.${field}`, metadata[field])),
    ...ownerProblems(metadata['ownerReferences']),
  ];
}

function textMapProblems(path: string, value: Plain | undefined): readonly Problem[] {
  if (value === undefined) return [];
  if (!isPlainMap(value)) return [{ path, message: `${path} is ${typeName(value)}. Write a mapping of names to texts.` }];
  return Object.entries(value).flatMap(([name, text]) => textProblem(fieldPath(path, name), text));
}

function textProblem(path: string, value: Plain | undefined): readonly Problem[] {
  if (value === undefined || typeof value === 'string') return [];
  if (typeof value === 'object') return [{ path, message: `${path} is ${typeName(value)}, and must be text.` }];
  // The value is not repeated: 1.10 would be shown as 1.1, and on as true.
  const words = typeof value === 'boolean' ? ' to YAML (as are yes, no, on, off, y and n)' : '';
  return [{ path, message: `${path} is ${typeName(value)}${words}, and must be text. Put it in quotes.` }];
}

function ownerProblems(owners: Plain | undefined): readonly Problem[] {
  const path = 'metadata.ownerReferences';
  if (owners === undefined) return [];
  if (!Array.isArray(owners)) return [{ path, message: `${path} is ${typeName(owners)}. Write a list.` }];
  return owners.flatMap((owner: Plain, index) => {
    if (isPlainMap(owner) && OWNER_FIELDS.every((field) => typeof owner[field] === 'string')) return [];
    const item = itemPath(path, index);
    return [{ path: item, message: `${item} needs ${OWNER_FIELDS.join(', ')}, each as text.` }];
  });
}
