import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Report, UsageError } from '@seatrial/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRun, listRuns, readReport } from './index.ts';

const report: Report = {
  schema: 'seatrial.dev/report/v1',
  verdict: 'pass',
  change: { paths: ['deploy.yaml'] },
  platform: { name: 'prod-eu', coverage: 'complete' },
  stages: [{ name: 'deploy', status: 'passed', durationMs: 1200 }],
  findings: [],
  unknowns: [],
};

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'seatrial-store-'));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

test('a run keeps report, objects, logs and events in its own folder', async () => {
  const run = await startRun('2026-11-23T10:15:02Z');
  run.appendEvent({ kind: 'run-started', at: '2026-11-23T10:15:02Z', run: run.id, paths: ['deploy.yaml'] });
  run.appendEvent({ kind: 'run-finished', at: '2026-11-23T10:16:00Z', report });
  await run.writeReport(report);
  await run.writeObject('Job/pay/export.yaml', 'kind: Job\n');
  await run.writeLog({ pod: 'Pod/pay/export-x2', container: 'main', previous: false, lines: ['one', 'two'] });
  await run.writeLog({ pod: 'Pod/pay/export-x2', container: 'main', previous: true, lines: ['before'] });
  await run.writeEvents([]);

  expect(run.id).toBe('20261123-101502-iiii');
  expect(run.dir).toBe(join(root, '.seatrial/runs/20261123-101502-iiii'));
  expect(await filesOf(run.dir)).toEqual([
    'events.json',
    'events.jsonl',
    'logs/pay_export-x2_main.log',
    'logs/pay_export-x2_main.previous.log',
    'objects/Job_pay_export.yaml',
    'report.json',
  ]);
  expect(await readFile(join(run.dir, 'logs/pay_export-x2_main.log'), 'utf8')).toBe('one\ntwo\n');
  expect(await readFile(join(run.dir, 'events.jsonl'), 'utf8')).toBe(
    `{"kind":"run-started","at":"2026-11-23T10:15:02Z","run":"${run.id}","paths":["deploy.yaml"]}\n` +
      `{"kind":"run-finished","at":"2026-11-23T10:16:00Z","report":${JSON.stringify(report)}}\n`,
  );
});

test('nobody but the owner can read a run', async () => {
  const run = await startRun('2026-11-23T10:15:02Z');
  run.appendEvent({ kind: 'run-started', at: '2026-11-23T10:15:02Z', run: run.id, paths: [] });
  await run.writeReport(report);
  await run.writeObject('Secret/pay/db.yaml', 'kind: Secret\n');

  const paths = [
    '.seatrial',
    '.seatrial/runs',
    ...['', 'objects', 'logs', 'report.json', 'events.jsonl', 'objects/Secret_pay_db.yaml'].map((file) =>
      join('.seatrial/runs', run.id, file),
    ),
  ];
  const modes = await Promise.all(paths.map(async (path) => ((await stat(join(root, path))).mode & 0o777).toString(8)));
  expect(modes).toEqual(['700', '700', '700', '700', '700', '600', '600', '600']);
});

test('two runs of one second get two folders', async () => {
  const numbers = [0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5];
  const random = () => numbers.shift() ?? 0.9;
  const now = () => new Date('2026-11-23T10:15:02Z');
  const first = await createRun({ root, now, random });
  const second = await createRun({ root, now, random });
  expect([first.id, second.id]).toEqual(['20261123-101502-0000', '20261123-101502-iiii']);
});

test('runs are listed newest first, and what is not a run is left out', async () => {
  await startRun('2026-11-23T10:15:02Z');
  await startRun('2026-11-24T10:15:02Z');
  await mkdir(join(root, '.seatrial/runs/notes'));
  await symlink('/', join(root, '.seatrial/runs/20200101-000000-aaaa'));
  expect((await listRuns(root)).map((run) => run.id)).toEqual(['20261124-101502-iiii', '20261123-101502-iiii']);
});

test('a folder in which nothing was run has no runs', async () => {
  expect(await listRuns(root)).toEqual([]);
});

test('the newest fifty runs are kept', async () => {
  for (let minute = 0; minute < 53; minute += 1) await startRun(new Date(Date.UTC(2026, 10, 23, 10, minute)).toISOString());
  const ids = (await listRuns(root)).map((run) => run.id);
  expect([ids.length, ids.at(0), ids.at(-1)]).toEqual([50, '20261123-105200-iiii', '20261123-100300-iiii']);
});

test('a report is found by run id, by folder and by file', async () => {
  const run = await startRun('2026-11-23T10:15:02Z');
  const file = await run.writeReport(report);
  for (const value of [run.id, run.dir, file, `.seatrial/runs/${run.id}`]) expect(await readReport(value, root)).toEqual(report);
});

test('a report that is nowhere is answered with the newest runs', async () => {
  for (const day of ['20', '21', '22', '23']) await startRun(`2026-11-${day}T10:15:02Z`);
  expect(await messageOf(readReport('yesterday', root))).toBe(
    `No report at "yesterday": it is neither a report file, nor the folder of a run, nor a run id in ${root}/.seatrial/runs. ` +
      'Give one of the newest runs: 20261123-101502-iiii, 20261122-101502-iiii, 20261121-101502-iiii.',
  );
});

test('a report is not looked for where nothing was ever run', async () => {
  expect(await messageOf(readReport('report.json', root))).toBe(
    `No report at "report.json": it is neither a report file, nor the folder of a run, nor a run id in ${root}/.seatrial/runs. ` +
      'No runs are kept there: run seatrial trial PATH first.',
  );
});

test('a run that was interrupted says so', async () => {
  const run = await startRun('2026-11-23T10:15:02Z');
  expect(await messageOf(readReport(run.id, root))).toBe(
    `Run ${run.id} in ${root}/.seatrial/runs has no report: it was interrupted. Run the trial again.`,
  );
});

test.each([
  { what: 'no JSON', text: '{' },
  { what: 'another schema', text: '{"schema":"v2"}' },
])('a file that is $what is no report', async ({ text }) => {
  await writeFile(join(root, 'other.json'), text);
  expect(await messageOf(readReport('other.json', root))).toBe(
    `${root}/other.json is not a Seatrial report (seatrial.dev/report/v1). Give the report.json of a run, or run the trial again.`,
  );
});

function startRun(at: string) {
  return createRun({ root, now: () => new Date(at), random: () => 0.5 });
}

async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted();
}

async function messageOf(answer: Promise<unknown>): Promise<string> {
  const error = await answer.catch((caught: unknown) => caught);
  if (!(error instanceof UsageError) || error.code !== 'run-missing')
    throw new Error('expected a UsageError run-missing', { cause: error });
  return error.message;
}
