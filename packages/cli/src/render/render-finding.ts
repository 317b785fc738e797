import type { Evidence, Finding, Severity, Subject } from '@seatrial/contract';
import { cleanLine, cleanText } from './clean-text.ts';
import { type Style, paint } from './paint.ts';
import type { RenderOptions } from './render-options.ts';
import { severityWords } from './say.ts';
import { wrapText } from './wrap-text.ts';

const LABEL_COLUMNS = 7;

const severityStyles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** One finding as lines: what is wrong, where the author wrote it, how it was seen, how to fix it. */
export function renderFinding(finding: Finding, number: number, { width, color }: RenderOptions): readonly string[] {
  const mark = `${number}. `;
  const severity = finding.severity === 'error' ? '' : `${severityWords[finding.severity]} `;
  const title = hang(mark, `${severity}[${finding.category}] ${cleanText(finding.message)}`, width);
  const indent = ' '.repeat(mark.length);
  const row = (label: string, text: string) =>
    hang(`${indent}${label.padEnd(LABEL_COLUMNS)}`, text, width, (shown) => paint(shown, 'dim', color));
  return [
    ...title.map((line) => paint(line, severityStyles[finding.severity], color)),
    ...row('where', sayPlace(finding.subject)),
    ...evidenceRows(finding.evidence).flatMap(({ head, text }, index) =>
      row(`${(index === 0 ? 'seen' : '').padEnd(LABEL_COLUMNS)}${head}`, text),
    ),
    ...row('fix', cleanText(finding.remedy)),
  ];
}

function sayPlace({ file, line, kind, namespace, name, path }: Subject): string {
  const place = file === undefined ? '' : `${cleanLine(file)}${line === undefined ? '' : `:${line}`}`;
  const object = [kind, [namespace, name].filter((part) => part !== undefined).join('/')].map((part) => cleanLine(part ?? '')).join(' ');
  return [place, object.trim(), cleanLine(path ?? '')].filter((part) => part !== '').join('  ');
}

function evidenceRows(evidence: readonly Evidence[]): readonly { readonly head: string; readonly text: string }[] {
  const columns = Math.max(0, ...evidence.map(({ source }) => source.length)) + 2;
  return evidence.map(({ source, object, text }) => ({ head: source.padEnd(columns), text: sayEvidence(object, cleanText(text)) }));
}

function sayEvidence(object: string | undefined, text: string): string {
  if (object === undefined) return text;
  // Several lines, such as a log, keep their columns best below the name.
  return `${cleanLine(object)}:${text.includes('\n') ? '\n' : ' '}${text}`;
}

/** The label, then the text wrapped beside it; nothing at all where the text is empty. */
function hang(label: string, text: string, width: number, style: (label: string) => string = (shown) => shown): readonly string[] {
  if (text === '') return [];
  const indent = ' '.repeat(label.length);
  return wrapText(text, width - label.length).map((line, index) => `${index === 0 ? style(label) : indent}${line}`.trimEnd());
}
