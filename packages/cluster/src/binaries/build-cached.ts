import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { listClusters, readSpec, seatrialHome } from '../cluster-dir.ts';

/** Part of every key: a change in how things are built makes them anew. */
const RECIPE = '1';

/**
 * Returns the folder of a build whose sources (files or folders) have this very content, and makes it if it is not there yet.
 * A build that fails or is stopped leaves nothing behind; earlier builds of the same name that no cluster uses are removed.
 */
export async function buildCached(name: string, sources: readonly string[], build: (output: string) => Promise<void>): Promise<string> {
  const root = join(seatrialHome(), 'bin');
  const dir = join(root, `${name}-${await contentKey(sources)}`);
  if (await isThere(dir)) return dir;
  await mkdir(root, { recursive: true });
  const output = await mkdtemp(join(root, '.building-'));
  try {
    await build(output);
    // Two processes may build at once: one wins, and both have the same.
    await rename(output, dir).catch(async (error: unknown) => {
      if (!(await isThere(dir))) throw error;
    });
    await removeOlder(root, name, dir);
    return dir;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

async function removeOlder(root: string, name: string, kept: string): Promise<void> {
  const specs = await Promise.all((await listClusters()).map(readSpec));
  const inUse = specs.flatMap((spec) => (spec === undefined ? [] : [spec.kube, spec.localPath ?? '', spec.cilium ?? '']));
  for (const entry of await readdir(root)) {
    const dir = join(root, entry);
    const isEarlier = entry.startsWith(`${name}-`) && dir !== kept && !inUse.some((path) => path.startsWith(dir));
    const isAbandoned = entry.startsWith('.building-') && (await ageMs(dir)) > ABANDONED_AFTER_MS;
    if (isEarlier || isAbandoned) await rm(dir, { recursive: true, force: true });
  }
}

async function ageMs(path: string): Promise<number> {
  return stat(path).then(
    (info) => Date.now() - info.mtimeMs,
    () => 0,
  );
}

async function contentKey(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(`${RECIPE} ${process.platform} ${process.arch}`);
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

async function filesOf(source: string): Promise<readonly string[]> {
  if ((await stat(source)).isFile()) return [source];
  const entries = await readdir(source, { withFileTypes: true, recursive: true });
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
