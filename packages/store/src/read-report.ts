import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Report, UsageError } from '@seatrial/contract';
import { isErrno } from './errno.ts';
import { listRuns } from './list-runs.ts';
import { isRunId } from './run-id.ts';
import { runsDir } from './runs-dir.ts';

const SHOWN_RUNS = 3;

/** Reads the report of a run: by its id, by the folder of the run, or by the file itself; paths are relative to root. */
export async function readReport(fileOrRunIdOrDir: string, root: string): Promise<Report> {
  const path = await findReport(fileOrRunIdOrDir, root);
  if (path === undefined) throw await runMissing(fileOrRunIdOrDir, root);
  return parseReport(await readFile(path, 'utf8'), path);
}

async function findReport(value: string, root: string): Promise<string | undefined> {
  const place = resolve(root, value);
  const candidates = [...(isRunId(value) ? [join(runsDir(root), value, 'report.json')] : []), place, join(place, 'report.json')];
  for (const candidate of candidates) if (await isFile(candidate)) return candidate;
  return undefined;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return false;
    throw error;
  }
}

async function runMissing(value: string, root: string): Promise<UsageError> {
  const runs = await listRuns(root);
  const place = runsDir(root);
  if (runs.some((run) => run.id === value)) {
    return new UsageError('run-missing', `Run ${value} in ${place} has no report: it was interrupted. Run the trial again.`);
  }
  const missing = `No report at "${value}": it is neither a report file, nor the folder of a run, nor a run id in ${place}.`;
  if (runs.length === 0) return new UsageError('run-missing', `${missing} No runs are kept there: run seatrial trial PATH first.`);
  const newest = runs.slice(0, SHOWN_RUNS).map((run) => run.id);
  return new UsageError('run-missing', `${missing} Give one of the newest runs: ${newest.join(', ')}.`);
}

function parseReport(text: string, path: string): Report {
  try {
    return Report.parse(JSON.parse(text));
  } catch (error) {
    const fix = 'Give the report.json of a run, or run the trial again.';
    throw new UsageError('run-missing', `${path} is not a Seatrial report (seatrial.dev/report/v1). ${fix}`, { cause: error });
  }
}
