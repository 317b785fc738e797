import { rm } from 'node:fs/promises';
import { listRuns } from './list-runs.ts';

/** Removes the oldest runs, so that the newest `kept` remain. */
export async function pruneRuns(root: string, kept: number): Promise<void> {
  const runs = await listRuns(root);
  // A run that may not be removed (made by another user) must not stop the new one.
  await Promise.allSettled(runs.slice(kept).map((run) => rm(run.dir, { recursive: true, force: true })));
}
