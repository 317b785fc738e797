import type { Diagnostic, SourcePosition } from '@seatrial/contract';
import { checkDocument } from './yaml/check-document.ts';
import { parseYaml } from './yaml/parse-yaml.ts';
import { readNode } from './yaml/read-node.ts';
import { readText } from './files/read-text.ts';
import { syntaxDiagnostic } from './yaml/syntax-diagnostic.ts';

export interface YamlFile {
  /** Unchecked: parse it with a schema. */
  readonly value: unknown;
  readonly fields: ReadonlyMap<string, SourcePosition>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file of one YAML document that is no Kubernetes object, such as platform.yaml, by the same rules and with places. */
export async function readYamlFile(file: string, signal?: AbortSignal): Promise<YamlFile> {
  const read = await readText(file, signal);
  if (read.kind === 'problem') return { value: null, fields: new Map(), diagnostics: [read.problem] };
  const { documents, at } = parseYaml(file, read.text);
  const [document, second] = documents;
  if (document === undefined) return { value: null, fields: new Map(), diagnostics: [] };
  const [error] = document.errors;
  if (error !== undefined) return { value: null, fields: new Map(), diagnostics: [syntaxDiagnostic(error, read.text, at)] };
  const { targets, diagnostics } = checkDocument(document, at);
  const { value, fields, problem } = readNode(document.contents, targets, at);
  const extra =
    second === undefined ? [] : [{ message: 'A second document begins here. One is expected: remove it.', position: at(second.range[0]) }];
  return { value, fields, diagnostics: [...diagnostics, ...(problem === undefined ? [] : [problem]), ...extra] };
}
