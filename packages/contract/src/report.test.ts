import { expect, test } from 'vitest';
import type { Finding, Severity } from './finding.ts';
import { type Stage, type StageStatus, type Verdict, verdictOf } from './report.ts';

interface Row {
  readonly stages: readonly StageStatus[];
  readonly findings: readonly Severity[];
  readonly verdict: Verdict;
}

const rows: readonly Row[] = [
  { stages: ['passed'], findings: [], verdict: 'pass' },
  { stages: ['passed', 'skipped'], findings: [], verdict: 'pass' },
  { stages: ['passed'], findings: ['warning', 'info'], verdict: 'pass' },
  { stages: ['passed'], findings: ['warning', 'error'], verdict: 'fail' },
  { stages: ['passed', 'failed', 'skipped'], findings: [], verdict: 'fail' },
  { stages: ['inconclusive'], findings: [], verdict: 'inconclusive' },
  { stages: ['passed', 'inconclusive'], findings: ['warning'], verdict: 'inconclusive' },
  { stages: ['inconclusive'], findings: ['error'], verdict: 'fail' },
  { stages: ['inconclusive', 'failed'], findings: [], verdict: 'fail' },
  { stages: ['error'], findings: [], verdict: 'error' },
  { stages: ['error', 'failed', 'inconclusive'], findings: ['error'], verdict: 'error' },
];

test.each(rows)('stages $stages with findings $findings add up to $verdict', ({ stages, findings, verdict }) => {
  expect(verdictOf(stages.map(stageWith), findings.map(findingWith))).toBe(verdict);
});

function stageWith(status: StageStatus): Stage {
  return { name: 'deploy', status, durationMs: 1 };
}

function findingWith(severity: Severity): Finding {
  return {
    rule: 'rbac-denied',
    category: 'rbac',
    severity,
    effect: 'degraded',
    message: 'May not.',
    subject: {},
    evidence: [],
    remedy: 'Allow it.',
    docs: 'docs/causes/rbac-denied.md',
  };
}
