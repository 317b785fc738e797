import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { UsageError } from '@seatrial/contract';
import { refuseUnsupported } from './unsupported-sources.ts';

export interface FoundFiles {
  /** YAML and JSON files, in a stable order. */
  readonly files: readonly string[];
  /** Links that are not followed, as they lead out of the folder or nowhere. */
  readonly links: readonly string[];
}

interface Search {
  /** Real path of the folder that was given. */
  readonly root: string;
  readonly exclude: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
}

/** Files below a folder that may hold objects. Hidden folders and node_modules are left out; Helm charts and the like throw. */
export async function findFiles(dir: string, exclude: readonly string[], signal?: AbortSignal): Promise<FoundFiles> {
  const search = { root: await realpath(dir), exclude: new Set(exclude.map((path) => resolve(path))), signal };
  return searchFolder(dir, search);
}

async function searchFolder(dir: string, search: Search): Promise<FoundFiles> {
  search.signal?.throwIfAborted();
  const entries = (await list(dir)).filter(({ name }) => !search.exclude.has(resolve(dir, name)));
  refuseUnsupported(
    dir,
    entries.map(({ name }) => name),
  );
  const files: string[] = [];
  const links: string[] = [];
  for (const entry of entries) {
    const found = await searchEntry(join(dir, entry.name), entry, search);
    files.push(...found.files);
    links.push(...found.links);
  }
  return { files, links };
}

async function searchEntry(path: string, entry: Dirent, search: Search): Promise<FoundFiles> {
  if (entry.isSymbolicLink()) return searchLink(path, search);
  if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? NOTHING : searchFolder(path, search);
  return isManifestName(path) && entry.isFile() ? { files: [path], links: [] } : NOTHING;
}

const NOTHING: FoundFiles = { files: [], links: [] };

/** A linked file counts, as in a mounted ConfigMap; a linked folder does not: what is in this folder is read at its own place. */
async function searchLink(path: string, { root }: Search): Promise<FoundFiles> {
  const target = await realpath(path).catch(() => undefined);
  const info = target === undefined ? undefined : await stat(target);
  const isInside = target === root || target?.startsWith(root.endsWith(sep) ? root : root + sep) === true;
  if (isInside && info?.isDirectory() === true) return NOTHING;
  if (!isManifestName(path) && info?.isDirectory() !== true) return NOTHING;
  return isInside && info?.isFile() === true ? { files: [path], links: [] } : { files: [], links: [path] };
}

function isManifestName(path: string): boolean {
  return /\.(?:ya?ml|json)$/.test(path);
}

async function list(dir: string): Promise<readonly Dirent[]> {
  try {
    return (await readdir(dir, { withFileTypes: true })).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('change-unreadable', `Folder ${dir} cannot be read: ${reason}. Mend that, or give other paths.`, { cause: error });
  }
}
