import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno } from './errno.ts';
import { pruneRuns } from './prune-runs.ts';
import { newRunId } from './run-id.ts';
import { openRun, type Run } from './run.ts';
import { runsDir } from './runs-dir.ts';

const KEPT_RUNS = 50;
const DIR_MODE = 0o700;

export interface CreateRunOptions {
  /** Folder that holds `.seatrial`, usually the working directory. */
  readonly root: string;
  readonly now: () => Date;
  /** Returns a number from 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Makes the folder of a new run under `<root>/.seatrial/runs`, and removes the oldest runs beyond fifty. */
export async function createRun({ root, now, random }: CreateRunOptions): Promise<Run> {
  const runs = runsDir(root);
  await mkdir(runs, { recursive: true, mode: DIR_MODE });
  const id = await claimId(runs, now(), random);
  const dir = join(runs, id);
  await mkdir(join(dir, 'objects'), { mode: DIR_MODE });
  await mkdir(join(dir, 'logs'), { mode: DIR_MODE });
  await pruneRuns(root, KEPT_RUNS);
  return openRun(id, dir);
}

/** Making the folder is what claims the id: two runs of one second, in any process, never share one. */
async function claimId(runs: string, now: Date, random: () => number): Promise<string> {
  const id = newRunId(now, random);
  try {
    await mkdir(join(runs, id), { mode: DIR_MODE });
    return id;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return claimId(runs, now, random);
    throw error;
  }
}
