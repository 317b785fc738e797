import { join } from 'node:path';
import type { Report } from '@seatrial/contract';
import { cleanLine } from './clean-text.ts';
import { onPlatform, sayList } from './say.ts';

/** The last line: what the run came to, and what to do next. */
export function renderOutcome(report: Report, runDir: string | undefined): string {
  const next = nextStep(report);
  return runDir === undefined ? next : `${next} Report: seatrial report ${cleanLine(join(runDir, 'report.json'))}`;
}

function nextStep(report: Report): string {
  switch (report.verdict) {
    case 'pass':
      return sayPassed(report);
    case 'fail':
      return `${whatToFix(report)}, then run the same command again.`;
    case 'inconclusive':
      return `Neither pass nor fail was seen${reasonOf(report, 'inconclusive')}. Allow more time with --deadline, or settle what is not known, and run the same command again.`;
    case 'error':
      return `The change was not judged: the infrastructure failed${reasonOf(report, 'error')}. Mend that, then run the same command again.`;
  }
}

function sayPassed({ stages, platform, findings, unknowns }: Report): string {
  const passed = stages.filter((stage) => stage.status === 'passed').map((stage) => stage.name);
  if (passed.length === 0) return 'Nothing was checked: no stage ran.';
  const checked = `Checked ${onPlatform(platform)}: ${sayList(passed)} passed.`;
  const open = [
    ...(findings.some((finding) => finding.severity === 'warning') ? ['the warnings above'] : []),
    ...(unknowns.length > 0 ? ['what is not known'] : []),
  ];
  return open.length === 0
    ? `${checked} Nothing that they can see stands in the way of this change.`
    : `${checked} Read ${sayList(open)} before you merge.`;
}

function whatToFix({ findings }: Report): string {
  return findings.some((finding) => finding.severity === 'error')
    ? 'Fix the findings above'
    : 'See which stage failed above and fix its reason';
}

function reasonOf({ stages }: Report, status: 'inconclusive' | 'error'): string {
  const stage = stages.find((candidate) => candidate.status === status);
  if (stage === undefined) return '';
  return stage.reason === undefined ? ` in stage ${stage.name}` : ` in stage ${stage.name}: ${cleanLine(stage.reason).replace(/[.]$/, '')}`;
}
