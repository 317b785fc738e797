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
  if (read.kind === 'problem') return unread(read.problem);
  const { documents, at, problem } = parseYaml(file, read.text);
  if (problem !== undefined) return unread(problem);
  const [document, second] = documents;
  const [error] = document?.errors ?? [];
  if (error !== undefined) return unread(syntaxDiagnostic(error, read.text, at));
  if (document === undefined) return unread();
  const checked = checkDocument(document, at);
  const content = readNode(document.contents, checked.targets, at);
  const extra =
    second === undefined
      ? []
      : [{ message: 'A second document begins here, and one is expected. Remove it.', position: at(second.range[0]) }];
  const problems = content.problem === undefined ? extra : [content.problem, ...extra];
  return { value: content.value, fields: content.fields, diagnostics: [...checked.diagnostics, ...problems] };
}

function unread(...diagnostics: readonly Diagnostic[]): YamlFile {
  return { value: null, fields: new Map(), diagnostics };
}
