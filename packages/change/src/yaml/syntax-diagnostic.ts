import type { YAMLParseError } from 'yaml';
import type { Diagnostic } from '@seatrial/contract';
import type { At } from './parse-yaml.ts';

/** The first syntax error of a document, and what to do about it; those after it are mostly its echoes. */
export function syntaxDiagnostic(error: YAMLParseError, text: string, at: At): Diagnostic {
  const position = at(error.pos[0]);
  const language = position.file.endsWith('.json') ? 'JSON' : 'YAML';
  return { message: `This is not valid ${language}: ${problemOf(error)}. ${remedyFor(error.code, text)}`, position };
}

/** Errors whose own message shows source text, and that is not for reports: it may be a part of a password. */
const PROBLEMS: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: 'what follows the \\ here is no escape sequence',
  TAG_RESOLVE_FAILED: 'a tag (!) or a number (.inf, .nan) that Kubernetes does not know',
};

function problemOf({ code, message }: YAMLParseError): string {
  const withoutSource = message.replace(/(?<=\w): .*$/s, '');
  return PROBLEMS[code] ?? withoutSource.charAt(0).toLowerCase() + withoutSource.slice(1);
}

const REMEDIES: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: 'Write \\\\ for one \\, or use single quotes.',
  BAD_INDENT: 'Indent it like its neighbours.',
  BLOCK_AS_IMPLICIT_KEY: 'Put the value in quotes if it is text with ": " in it.',
  TAB_AS_INDENT: 'Indent with spaces.',
  TAG_RESOLVE_FAILED: 'Put it in quotes if it is text.',
};

function remedyFor(code: string, text: string): string {
  if (text.includes('{{')) return 'It looks like a template: render it first (helm template CHART > rendered.yaml) and give the result.';
  return REMEDIES[code] ?? 'Mend it here or in the line above.';
}
