import type { Document } from 'yaml';
import type { ChangeObject, Diagnostic } from '@seatrial/contract';
import { checkDocument } from './yaml/check-document.ts';
import type { CheckedDocument } from './yaml/check-document.ts';
import { claimsToBeObject, mentionsObject } from './objects/claims.ts';
import { nearestPosition } from './field-path.ts';
import { objectSources, withImpliedType } from './objects/list-items.ts';
import type { ObjectSource } from './objects/list-items.ts';
import { parseYaml } from './yaml/parse-yaml.ts';
import type { At } from './yaml/parse-yaml.ts';
import { readNode } from './yaml/read-node.ts';
import { placeInNamespace } from './objects/scope.ts';
import { syntaxDiagnostic } from './yaml/syntax-diagnostic.ts';
import { toKubeObject } from './objects/to-kube-object.ts';

export interface ReadDocuments {
  readonly objects: readonly ChangeObject[];
  readonly diagnostics: readonly Diagnostic[];
  /** True where nothing claims to be a Kubernetes object: values files, settings of other tools. */
  readonly isForeign: boolean;
}

/** Reads the Kubernetes objects of a YAML or JSON text as kubectl does; what is wrong becomes diagnostics, document by document. */
export function readDocuments(file: string, text: string, defaultNamespace: string): ReadDocuments {
  const { documents, at, problem } = parseYaml(file, text);
  if (problem !== undefined) return { objects: [], diagnostics: [problem], isForeign: !mentionsObject(text, file) };
  const parts = documents.map((document) => readDocument(document, { file, text, at }));
  return {
    objects: parts.flatMap((part) => part.objects).map((one) => ({ ...one, object: placeInNamespace(one.object, defaultNamespace) })),
    diagnostics: parts.flatMap((part) => part.diagnostics.toSorted(byPlace)),
    isForeign: parts.every((part) => part.isForeign),
  };
}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly at: At;
}

function readDocument(document: Document.Parsed, { file, text, at }: Source): ReadDocuments {
  const [error] = document.errors;
  if (error !== undefined) return { objects: [], diagnostics: [syntaxDiagnostic(error, text, at)], isForeign: !mentionsObject(text, file) };
  const sources = objectSources(document);
  const checked = checkDocument(document, at);
  const parts = sources.map((source) => readObject(source, checked, at));
  return {
    objects: parts.flatMap((part) => ('object' in part ? [part] : [])),
    diagnostics: [...checked.diagnostics, ...parts.flatMap((part) => ('object' in part ? [] : part))],
    isForeign: !claimsToBeObject(document, file),
  };
}

function readObject(source: ObjectSource, { targets }: CheckedDocument, at: At): ChangeObject | readonly Diagnostic[] {
  const position = at(source.offset);
  const { value, fields, problem } = readNode(source.node, targets, at);
  if (problem !== undefined) return [problem];
  const read = toKubeObject(withImpliedType(value, source));
  if (read.kind === 'object') return { object: read.object, position, fields };
  return read.problems.map(({ path, message }) => ({ message, position: nearestPosition(fields, path) ?? position }));
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const lines = (left.position?.line ?? 0) - (right.position?.line ?? 0);
  return lines === 0 ? (left.position?.column ?? 0) - (right.position?.column ?? 0) : lines;
}
