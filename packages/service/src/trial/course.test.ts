import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EnvironmentError, InternalError, Report, REPORT_SCHEMA, RunEvent, UsageError, verdictOf } from '@seatrial/contract';
import type { Finding } from '@seatrial/contract';
import { createRun } from '@seatrial/store';
import type { Run } from '@seatrial/store';
import { Course } from './course.ts';
import { unreadableFinding } from './unreadable-finding.ts';

const PLATFORM = { name: 'prod', coverage: 'complete' };
const finding: Finding = unreadableFinding({ message: 'No kind.', position: { file: 'a.yaml', line: 3, column: 1 } });
const unknown = { what: 'network policies', why: 'the cluster runs the bridge plugin' };

let root: string;
let run: Run;
let told: RunEvent[];
let course: Course;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'seatrial-course-'));
  run = await createRun({ root, now: () => new Date('2026-11-23T10:00:00Z'), random: () => 0.5 });
  told = [];
  course = new Course(run, (event) => told.push(event));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a report can be rebuilt from the events alone, and both are kept', async () => {
  course.start(['a.yaml']);
  await course.stage('environment', (say) => {
    say('loading platform prod');
    return Promise.resolve({ value: 1, status: 'passed' });
  });
  await course.stage('deploy', () => Promise.resolve({ value: 2, status: 'failed', reason: '1 of 3 objects were refused' }));
  course.skip('parts of the change were refused', 'observe');
  course.conclude({ findings: [finding], unknowns: [unknown] });
  const report = await course.finish(['a.yaml'], PLATFORM);

  expect(told.map(({ kind }) => kind)).toEqual([
    'run-started',
    'stage-started',
    'stage-progress',
    'stage-finished',
    'stage-started',
    'stage-finished',
    'stage-finished',
    'finding',
    'unknown',
    'run-finished',
  ]);
  expect(rebuilt(told)).toEqual(report);
  expect(Report.parse(JSON.parse(read('report.json')))).toEqual(report);
  expect(keptEvents()).toEqual(told);
  expect(report).toMatchObject({
    verdict: 'fail',
    stages: [
      { name: 'environment', status: 'passed' },
      { name: 'deploy', status: 'failed', reason: '1 of 3 objects were refused' },
      { name: 'observe', status: 'skipped', durationMs: 0, reason: 'parts of the change were refused' },
    ],
    findings: [finding],
    unknowns: [unknown],
  });
});

test('a stage hands on what it came to', async () => {
  expect(await course.stage('deploy', () => Promise.resolve({ value: 'deployed', status: 'passed' }))).toBe('deployed');
});

test('trouble of the environment ends the stage, and the run goes on to a report that says error', async () => {
  const work = (): Promise<never> => Promise.reject(new EnvironmentError('cluster-start-failed', 'kubelet ended: exit status 1.'));
  expect(await course.stage('environment', work)).toBeUndefined();
  const report = await course.finish([], PLATFORM);
  expect(report.verdict).toBe('error');
  expect(report.stages).toMatchObject([{ name: 'environment', status: 'error', reason: 'kubelet ended: exit status 1.' }]);
});

test.each([
  ['wrong input', new UsageError('option-invalid', 'No.')],
  ['a bug', new InternalError('internal', 'Oh.')],
  ['a bug that nobody foresaw', new TypeError('x is undefined')],
  ['an abort', new EnvironmentError('aborted', 'Stopped on request.')],
  ['an abort of a sleep', new DOMException('This operation was aborted', 'AbortError')],
])('%s is thrown on, and no verdict is made of it', async (_what, error) => {
  await expect(course.stage('observe', () => Promise.reject(error))).rejects.toBe(error);
  expect(told.map(({ kind }) => kind)).toEqual(['stage-started']);
});

test('each event is kept at the moment it is told', () => {
  course.start(['a.yaml']);
  expect(keptEvents()).toEqual(told);
});

function rebuilt(events: readonly RunEvent[]): Report {
  const stages = events.flatMap((event) => (event.kind === 'stage-finished' ? [event.stage] : []));
  const findings = events.flatMap((event) => (event.kind === 'finding' ? [event.finding] : []));
  const unknowns = events.flatMap((event) => (event.kind === 'unknown' ? [event.unknown] : []));
  const paths = events.flatMap((event) => (event.kind === 'run-started' ? event.paths : []));
  return {
    schema: REPORT_SCHEMA,
    verdict: verdictOf(stages, findings),
    change: { paths },
    platform: PLATFORM,
    stages,
    findings,
    unknowns,
  };
}

function read(name: string): string {
  return readFileSync(join(run.dir, name), 'utf8');
}

function keptEvents(): readonly RunEvent[] {
  return read('events.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => RunEvent.parse(JSON.parse(line)));
}
