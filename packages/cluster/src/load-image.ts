import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EnvironmentError, UsageError } from '@seatrial/contract';
import type { Layout } from './layout.ts';

const run = promisify(execFile);

/** Loads OCI or Docker archives (files, or folders of *.tar) into the cluster's container runtime; returns the names of the images. */
export async function loadImages(layout: Layout, paths: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
  const files = (await Promise.all(paths.map(archivesAt))).flat();
  const names: string[] = [];
  for (const file of files) names.push(...(await importImage(layout, file, signal)));
  return names;
}

/** Loads one archive and returns the names of the images in it. Throws image-not-loaded with the runtime's own words. */
export async function importImage(layout: Layout, file: string, signal?: AbortSignal): Promise<readonly string[]> {
  try {
    const { stdout } = await run(
      'ctr',
      ['--address', layout.containerdSocket, '--namespace', 'k8s.io', 'images', 'import', file],
      signal === undefined ? {} : { signal },
    );
    return [...stdout.matchAll(/^unpacking (\S+)/gm)].map((match) => match[1] ?? '');
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new EnvironmentError(
      'image-not-loaded',
      `Image archive ${file} could not be loaded into cluster "${layout.spec.name}": ${said}`,
      { cause },
    );
  }
}

/** Names of all images that the cluster has. */
export async function listImages(layout: Layout): Promise<readonly string[]> {
  const { stdout } = await run('ctr', ['--address', layout.containerdSocket, '--namespace', 'k8s.io', 'images', 'list', '--quiet']);
  return stdout.split('\n').filter((name) => name !== '');
}

async function archivesAt(path: string): Promise<readonly string[]> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined)
    throw new UsageError('path-missing', `Image archive ${path} does not exist. Give a .tar file of an image, or a folder of such files.`);
  if (!info.isDirectory()) return [path];
  const archives = (await readdir(path)).filter((name) => name.endsWith('.tar')).toSorted();
  if (archives.length === 0)
    throw new UsageError('image-unreadable', `Folder ${path} holds no .tar file. Give a folder of OCI image archives, or one archive.`);
  return archives.map((name) => join(path, name));
}
