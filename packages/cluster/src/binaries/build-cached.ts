import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { access } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { seatrialHome } from '../cluster-dir.ts';

/**
 * Returns the folder of a build whose sources have this very content, and makes it if it is not there yet.
 * A build that fails or is stopped leaves nothing behind; two at once waste work but not correctness.
 */
export async function buildCached(name: string, sources: readonly string[], build: (output: string) => Promise<void>): Promise<string> {
  const root = join(seatrialHome(), 'bin');
  const dir = join(root, `${name}-${await contentKey(sources)}`);
  if (await isThere(dir)) return dir;
  await mkdir(root, { recursive: true });
  const output = await mkdtemp(join(root, '.building-'));
  try {
    await build(output);
    await rename(output, dir).catch(async (error: unknown) => {
      if (!(await isThere(dir))) throw error;
    });
    return dir;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

async function contentKey(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const source of sources) {
    for (const file of await filesOf(source))
      hash
        .update(relative(source, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('_test.go') && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
