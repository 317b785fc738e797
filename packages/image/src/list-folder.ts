import type { Stats } from 'node:fs';
import { lstat, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@seatrial/contract';
import type { Entry } from './entry.ts';

/**
 * Everything in a folder of this machine, the folder included, as entries below `to`, with owners and modes as they are.
 * Devices, pipes and sockets are left out, and what is mounted inside (/proc) comes as an empty folder.
 */
export async function listFolder(
  folder: string,
  to: string,
  context: { readonly place: string; readonly signal: AbortSignal },
): Promise<Entry[]> {
  const top = await stat(folder);
  const entries: Entry[] = [folderEntry(to, top)];
  const open = [{ folder, to }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    context.signal.throwIfAborted();
    for (const name of await readdir(next.folder)) {
      const file = join(next.folder, name);
      const path = next.to === '' ? name : `${next.to}/${name}`;
      refuseDeletionMark(file, name, context.place);
      const found = await lstat(file);
      if (found.isDirectory() && found.dev === top.dev) open.push({ folder: file, to: path });
      const entry = await entryOf(file, path, found);
      if (entry !== undefined) entries.push(entry);
    }
  }
  return entries;
}

async function entryOf(file: string, path: string, stats: Stats): Promise<Entry | undefined> {
  if (stats.isDirectory()) return folderEntry(path, stats);
  if (stats.isSymbolicLink()) return { kind: 'link', path, ...attributesOf(stats), target: await readlink(file) };
  if (!stats.isFile()) return undefined;
  const inode = stats.nlink > 1 ? { inode: `${stats.dev}:${stats.ino}` } : {};
  return { kind: 'file', path, ...attributesOf(stats), content: { kind: 'disk', file, sizeBytes: stats.size }, ...inode };
}

function folderEntry(path: string, stats: Stats): Entry {
  return { kind: 'folder', path, ...attributesOf(stats), onlyIfMissing: false };
}

function attributesOf(stats: Stats): { mode: number; uid: number; gid: number } {
  return { mode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
}

function refuseDeletionMark(file: string, name: string, place: string): void {
  if (!name.startsWith('.wh.')) return;
  throw new UsageError(
    'image-unreadable',
    `${place}  "${file}" starts with ".wh.", which image layers read as "delete this file". Rename it.`,
  );
}
