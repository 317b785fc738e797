import { UsageError } from '@seatrial/contract';
import { root, type Entry } from './entry.ts';
import { resolveFolder, resolveParents } from './resolve-links.ts';

/** The image as it looks after the steps so far, across its layers, by path. */
export type ImageTree = Map<string, Entry>;

/** Entries of one layer by path; a later step replaces what an earlier one put in the same place. */
export type Layer = Map<string, Entry>;

/**
 * Puts an entry into a layer, with the folders that lead to it. Links that are in the image are followed (in a Debian root
 * /lib is one): a layer that said "lib is a folder" would replace that link when it is unpacked.
 */
export function placeEntry(tree: ImageTree, layer: Layer, entry: Entry, place: string): void {
  const path = entry.kind === 'folder' ? resolveFolder(tree, entry.path, place) : resolveParents(tree, entry.path, place);
  if (entry.kind === 'folder' && entry.onlyIfMissing && tree.has(path)) return;
  if (entry.kind !== 'folder') refuseOnFolder(tree, path, place);
  for (const parent of parentsOf(path)) {
    if (!tree.has(parent)) put(tree, layer, { kind: 'folder', path: parent, mode: 0o755, ...root, onlyIfMissing: true });
  }
  put(tree, layer, { ...entry, path });
}

function put(tree: ImageTree, layer: Layer, entry: Entry): void {
  tree.set(entry.path, entry);
  layer.set(entry.path, entry);
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function refuseOnFolder(tree: ImageTree, path: string, place: string): void {
  if (path !== '' && tree.get(path)?.kind !== 'folder') return;
  throw new UsageError(
    'image-unreadable',
    `${place}  /${path} is a folder in the image, so no file or link can take its place. Choose another "to"; if a "root" step brings it, put that step first.`,
  );
}
