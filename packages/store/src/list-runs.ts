import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno } from './errno.ts';
import { isRunId } from './run-id.ts';
import { runsDir } from './runs-dir.ts';

export interface RunPlace {
  readonly id: string;
  readonly dir: string;
}

/** The runs kept under root, newest first; none where nothing was ever run. */
export async function listRuns(root: string): Promise<readonly RunPlace[]> {
  const runs = runsDir(root);
  const entries = await entriesOf(runs);
  return entries
    .filter((entry) => entry.isDirectory() && isRunId(entry.name))
    .map((entry) => ({ id: entry.name, dir: join(runs, entry.name) }))
    .toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

async function entriesOf(dir: string) {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
}
