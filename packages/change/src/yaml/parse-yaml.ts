import { Composer, CST, LineCounter, Parser } from 'yaml';
import type { Document } from 'yaml';
import type { Diagnostic, SourcePosition } from '@seatrial/contract';
import { kubernetesScalars } from './kubernetes-scalars.ts';

/** Place of an offset of the text. */
export type At = (offset: number) => SourcePosition;

export interface ParsedYaml {
  readonly documents: readonly Document.Parsed[];
  readonly at: At;
  /** Why nothing is read at all, if so. */
  readonly problem?: Diagnostic;
}

/** Kubernetes' own reader stops at 10000. The composer here is recursive, and deep input would crash the process, not throw. */
const MAX_DEPTH = 1000;
const TOO_DEEP = `Lists or mappings are nested more than ${String(MAX_DEPTH)} deep here. Write it flatter.`;

/** Parses the documents of a YAML or JSON text by the rules of Kubernetes; syntax errors are in the documents. */
export function parseYaml(file: string, text: string): ParsedYaml {
  const lines = new LineCounter();
  const at: At = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const composer = new Composer({
    schema: 'failsafe',
    customTags: [...kubernetesScalars],
    resolveKnownTags: false,
    prettyErrors: false,
    // checkDocument looks for keys that are written twice: in one pass, and it tells where the first one is.
    uniqueKeys: false,
  });
  const documents: Document.Parsed[] = [];
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    const deep = offsetOfTooDeep(token);
    if (deep !== undefined) return { documents: [], at, problem: { message: TOO_DEEP, position: at(deep) } };
    documents.push(...composer.next(token));
  }
  documents.push(...composer.end(true, text.length));
  return { documents, at };
}

function offsetOfTooDeep(document: CST.Token): number | undefined {
  const open = document.type === 'document' && document.value !== undefined ? [{ token: document.value, depth: 1 }] : [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (!CST.isCollection(token)) continue;
    if (depth > MAX_DEPTH) return token.offset;
    for (const child of token.items.flatMap(({ key, value }) => [key, value])) {
      if (child !== undefined && child !== null) open.push({ token: child, depth: depth + 1 });
    }
  }
  return undefined;
}
