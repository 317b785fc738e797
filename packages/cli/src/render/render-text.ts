import type { Report, Severity, Stage, Verdict } from '@seatrial/contract';
import { cleanLine } from './clean-text.ts';
import { type Style, paint } from './paint.ts';
import { renderFinding } from './render-finding.ts';
import type { RenderOptions } from './render-options.ts';
import { renderOutcome } from './render-outcome.ts';
import { onPlatform, sayCount, sayDuration, severityWords } from './say.ts';
import { wrapText } from './wrap-text.ts';

const NARROWEST = 40;

const severities: readonly Severity[] = ['error', 'warning', 'info'];
const verdictStyles: Readonly<Record<Verdict, Style>> = { pass: 'green', fail: 'red', inconclusive: 'yellow', error: 'red' };

/** The report for people: verdict first, then every finding with place, evidence and remedy; the last line says what to do next. */
export function renderText(report: Report, options: RenderOptions): string {
  const width = Math.max(options.width, NARROWEST);
  const findings = severities.flatMap((severity) => report.findings.filter((finding) => finding.severity === severity));
  const blocks = [
    [headline(report, options.color)],
    ...findings.map((finding, index) => renderFinding(finding, index + 1, { ...options, width })),
    report.unknowns.flatMap(({ what, why }) => wrapText(`Not known: ${cleanLine(what)}: ${cleanLine(why)}`, width)),
    stagesBlock(report.stages, width),
    [renderOutcome(report, options.runDir)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function headline({ verdict, change, platform, findings, unknowns }: Report, color: boolean): string {
  const found = severities
    .map((severity) => sayCount(findings.filter((finding) => finding.severity === severity).length, severityWords[severity]))
    .concat(unknowns.length === 0 ? '' : `${unknowns.length} not known`)
    .filter((count) => count !== '');
  const counts = found.length === 0 ? 'no findings' : found.join(', ');
  const word = paint(verdict.toUpperCase(), verdictStyles[verdict], color);
  return `${word}  ${paint(sayPaths(change.paths), 'bold', color)}  ${counts} ${onPlatform(platform)}`;
}

function sayPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, 2).map(cleanLine).join(', ');
  return paths.length > 2 ? `${shown} and ${paths.length - 2} more` : shown;
}

function stagesBlock(stages: readonly Stage[], width: number): readonly string[] {
  if (stages.length === 0) return [];
  return wrapText(`Stages: ${stages.map(sayStage).join(', ')}`, width);
}

function sayStage({ name, status, durationMs, reason }: Stage): string {
  const time = status === 'skipped' ? '' : ` ${sayDuration(durationMs)}`;
  return `${name} ${status}${time}${reason === undefined ? '' : ` (${cleanLine(reason)})`}`;
}
