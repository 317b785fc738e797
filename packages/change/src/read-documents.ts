import { isMap, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Document, Node, ParsedNode } from 'yaml';
import type { ChangeObject, Diagnostic, KubeObject, ObjectMeta, SourcePosition } from '@seatrial/contract';
import { indexFields } from './index-fields.ts';
import { isClusterScoped, isKnownNamespaced } from './scope.ts';

export interface ReadDocuments {
  readonly objects: readonly ChangeObject[];
  readonly diagnostics: readonly Diagnostic[];
  /** True for a file in which nothing claims to be a Kubernetes object. */
  readonly isForeign: boolean;
}

/** Anchors may multiply a document's size; more than this is an attack, not a manifest. */
const MAX_ALIASES = 100;

/** Reads the Kubernetes objects of one YAML or JSON text as Kubernetes does: YAML 1.2 values, YAML 1.1 booleans and merge keys. */
export function readDocuments(file: string, text: string, defaultNamespace: string): ReadDocuments {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter,
    version: '1.2',
    merge: true,
    uniqueKeys: true,
    customTags: (tags) => [...tags, ...BOOLEANS],
  });
  const source = new Source(file, lineCounter);
  const objects: ChangeObject[] = [];
  const diagnostics: Diagnostic[] = [];
  let isForeign = true;
  for (const document of documents) {
    if (document.errors.length > 0) isForeign = isForeign && !/^\s*(apiVersion|kind)\s*:/m.test(text);
    diagnostics.push(
      ...document.errors.map((error) => ({
        message: `YAML cannot be parsed: ${firstLine(error.message)}`,
        position: source.at(error.pos[0]),
      })),
    );
    if (document.errors.length > 0 || document.contents === null) continue;
    if (claimsToBeObject(document.contents)) isForeign = false;
    for (const item of itemsOf(document)) {
      const read = readObject(item, document, source, defaultNamespace);
      if ('message' in read) diagnostics.push(read);
      else objects.push(read);
    }
  }
  return { objects, diagnostics, isForeign };
}

/** Kubernetes reads the booleans of YAML 1.1. */
const BOOLEANS = [
  { identify: () => false, default: true, tag: 'tag:yaml.org,2002:bool', test: /^(?:y|Y|yes|Yes|YES|on|On|ON)$/, resolve: () => true },
  { identify: () => false, default: true, tag: 'tag:yaml.org,2002:bool', test: /^(?:n|N|no|No|NO|off|Off|OFF)$/, resolve: () => false },
] as const;

class Source {
  readonly file: string;
  readonly #lines: LineCounter;

  constructor(file: string, lines: LineCounter) {
    this.file = file;
    this.#lines = lines;
  }

  at(offset: number): SourcePosition {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function claimsToBeObject(node: Node): boolean {
  return isMap(node) && (node.has('apiVersion') || node.has('kind'));
}

/** The document itself, or the items of a List. */
function itemsOf(document: Document.Parsed): readonly ParsedNode[] {
  const { contents } = document;
  if (contents === null) return [];
  if (!isMap(contents) || String(contents.get('apiVersion')) !== 'v1' || !/^\w*List$/.test(String(contents.get('kind')))) return [contents];
  const items = contents.get('items', true);
  return isSeq<ParsedNode>(items) ? items.items : [];
}

function readObject(node: ParsedNode, document: Document.Parsed, source: Source, defaultNamespace: string): ChangeObject | Diagnostic {
  const position = source.at(node.range[0]);
  if (!isMap(node))
    return { message: 'This is no Kubernetes object: a mapping with apiVersion, kind and metadata is expected here.', position };
  let value: unknown;
  try {
    value = node.toJS(document, { maxAliasCount: MAX_ALIASES });
  } catch (error) {
    return { message: `YAML anchors cannot be resolved: ${error instanceof Error ? error.message : String(error)}`, position };
  }
  const missing = missingPart(value);
  if (missing !== undefined) return { message: missing, position };
  if (!isKubeObject(value)) return { message: 'This is no Kubernetes object.', position };
  const fields = indexFields(node, (offset) => source.at(offset));
  return { object: withNamespace(value, defaultNamespace), position, fields };
}

function missingPart(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'This is no Kubernetes object.';
  const { apiVersion, kind, metadata } = value as Readonly<Record<string, unknown>>;
  if (typeof apiVersion !== 'string' || apiVersion === '')
    return `apiVersion is missing${typeof kind === 'string' ? ` from this ${kind}` : ''}. Add it, for example apiVersion: v1.`;
  if (typeof kind !== 'string' || kind === '') return 'kind is missing. Add it, for example kind: ConfigMap.';
  if (typeof metadata !== 'object' || metadata === null) return `metadata is missing from this ${kind}. Add metadata with a name.`;
  if ('generateName' in metadata && !('name' in metadata))
    return `This ${kind} has generateName and no name; a change needs names that stay. Add metadata.name.`;
  if (!('name' in metadata) || typeof metadata.name !== 'string' || metadata.name === '')
    return `metadata.name is missing from this ${kind}. Add it as text.`;
  return undefined;
}

function isKubeObject(value: unknown): value is KubeObject {
  return missingPart(value) === undefined;
}

function withNamespace(object: KubeObject, defaultNamespace: string): KubeObject {
  if (isClusterScoped(object)) {
    const { namespace: _, ...metadata } = object.metadata;
    return { ...object, metadata };
  }
  if (object.metadata.namespace !== undefined || !isKnownNamespaced(object)) return object;
  const metadata: ObjectMeta = { ...object.metadata, namespace: defaultNamespace };
  return { ...object, metadata };
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? text;
}
