import { UsageError } from '@seatrial/contract';
import type { Entry } from './entry.ts';

/** Linux gives up after this many symbolic links in one path. */
const maxLinks = 40;

/** Where a folder really is, with every link on the way followed. */
export function resolveFolder(tree: ReadonlyMap<string, Entry>, path: string, place: string): string {
  let resolved = '';
  let links = 0;
  const rest = path.split('/');
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    const next = step(resolved, part);
    const entry = tree.get(next);
    if (entry?.kind === 'file')
      throw new UsageError(
        'image-unreadable',
        `${place}  /${next} is a file in the image, so there can be no folder /${path}. Choose another "to".`,
      );
    if (entry?.kind !== 'link') {
      resolved = next;
      continue;
    }
    links += 1;
    if (links > maxLinks)
      throw new UsageError('image-unreadable', `${place}  /${path} leads in a circle of links. Correct the "link" steps.`);
    if (entry.target.startsWith('/')) resolved = '';
    rest.unshift(...entry.target.split('/'));
  }
  return resolved;
}

/** Where a file or link really is: links on the way to it are followed, what is at its own place is not. */
export function resolveParents(tree: ReadonlyMap<string, Entry>, path: string, place: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return path;
  return step(resolveFolder(tree, path.slice(0, slash), place), path.slice(slash + 1));
}

function step(folder: string, part: string): string {
  if (part === '' || part === '.') return folder;
  if (part === '..') return folder.slice(0, Math.max(folder.lastIndexOf('/'), 0));
  return folder === '' ? part : `${folder}/${part}`;
}
