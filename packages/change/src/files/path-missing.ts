import { readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { closest, UsageError } from '@seatrial/contract';

/** The error for a path that leads nowhere, with what is near it. */
export async function pathMissing(path: string): Promise<UsageError> {
  const parent = dirname(resolve(path));
  const names = await readdir(parent).catch(() => undefined);
  if (names === undefined) return missing(`${path} does not exist: there is no folder ${parent}.`);
  const near = closest(basename(path), names);
  return missing(`${path} does not exist in ${parent}.${near === undefined ? '' : ` Closest: "${near}".`}`);
}

function missing(what: string): UsageError {
  return new UsageError('path-missing', `${what} Give a YAML or JSON file, or a folder of such files.`);
}
