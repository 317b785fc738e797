import type { YAMLParseError } from 'yaml';
import type { Diagnostic } from '@seatrial/contract';
import type { At } from './parse-yaml.ts';

/** The first syntax error of a document, and what to do about it; those after it are mostly its echoes. */
export function syntaxDiagnostic({ code, message, pos }: YAMLParseError, text: string, at: At): Diagnostic {
  const position = at(pos[0]);
  const language = position.file.endsWith('.json') ? 'JSON' : 'YAML';
  if (code === 'TAG_RESOLVE_FAILED') return { message: `${message}. Put it in quotes if it is meant as text.`, position };
  const problem = message.charAt(0).toLowerCase() + message.slice(1);
  return { message: `This is not valid ${language}: ${problem}. ${remedyFor(code, text)}`, position };
}

const REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Indent it like its neighbours.',
  BLOCK_AS_IMPLICIT_KEY: 'Put the value in quotes if it is text with ": " in it.',
};

function remedyFor(code: string, text: string): string {
  if (text.includes('{{')) return 'It looks like a template: render it first (helm template CHART > rendered.yaml) and give the result.';
  return REMEDIES[code] ?? 'Mend it here or in the line above.';
}
