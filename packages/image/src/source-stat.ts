import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { UsageError } from '@seatrial/contract';
import { closest } from '@seatrial/contract';

/** What a path of this machine is. If it is not a file or folder that can be read, the error names it and its nearest neighbour. */
export async function sourceStat(path: string, asWritten: string, place: string): Promise<Stats> {
  const stats = await stat(path).catch(async (cause: unknown) => {
    throw new UsageError('path-missing', `${place}  ${asWritten} ${await troubleWith(path, cause)}`, { cause });
  });
  if (stats.isFile() || stats.isDirectory()) return stats;
  throw new UsageError('path-missing', `${place}  ${asWritten} is neither a file nor a folder. Name one that holds what the image needs.`);
}

async function troubleWith(path: string, cause: unknown): Promise<string> {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) return `cannot be read: ${String(cause)}`;
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return `does not exist: there is no folder "${folder}". Build it first, or correct the path.`;
  const near = closest(basename(path), names);
  const hint = near === undefined ? '' : ` Closest: "${near}".`;
  return `does not exist in "${folder}".${hint} Build it first, or correct the path.`;
}
