import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readChange } from '@seatrial/change';
import type { ReadChangeResult } from '@seatrial/change';
import { UsageError } from '@seatrial/contract';
import type { Diagnostic } from '@seatrial/contract';
import { dropSecretValues } from './drop-secret-values.ts';
import { mergeDuplicates } from './merge-duplicates.ts';
import { readPlatformFile } from './platform-file.ts';
import type { ReadPlatformFile } from './platform-file.ts';
import type { PlatformSnapshot } from './snapshot.ts';
import { leftOut, withoutNamespace } from './suspicions.ts';

const PLATFORM_FILE = 'platform.yaml';
/** Parts of a snapshot that are no Kubernetes objects, and are not read yet. A folder without platform.yaml has no such parts. */
const OTHER_PARTS = ['cloud', 'terraform'];

/**
 * Reads a snapshot folder, or any folder of kubectl get -o yaml output. Values of Secrets are dropped at once.
 * Throws UsageError path-missing, or platform-unreadable with every place that cannot be read.
 */
export async function readPlatform(dir: string, options: { readonly signal?: AbortSignal } = {}): Promise<PlatformSnapshot> {
  await refuseOtherThanFolder(dir);
  const file = join(dir, PLATFORM_FILE);
  const described = (await exists(file)) ? await readPlatformFile(file, options.signal) : undefined;
  const otherParts = described === undefined ? [] : OTHER_PARTS.map((part) => join(dir, part));
  const read = await readObjects(dir, [file, ...otherParts], options.signal);
  const problems = [...(described?.kind === 'problems' ? described.problems : []), ...read.diagnostics];
  if (problems.length > 0) throw unreadable(dir, problems);
  if (described === undefined && read.objects.length === 0) throw empty(dir);
  const harmless = read.objects.map((one) => ({ ...one, object: dropSecretValues(one.object) }));
  const { objects, diagnostics } = mergeDuplicates(harmless);
  const ignored = [...read.ignored, ...(await existing(otherParts))];
  return {
    ...descriptionOf(dir, described),
    dir,
    objects,
    diagnostics: [...diagnostics, ...withoutNamespace(read.objects), ...leftOut(ignored)],
  };
}

async function refuseOtherThanFolder(dir: string): Promise<void> {
  const info = await stat(dir).catch(() => undefined);
  const remedy = 'Give the folder of a snapshot, or of kubectl get -o yaml output.';
  if (info === undefined)
    throw new UsageError('path-missing', `Platform folder ${dir} does not exist (looked for ${resolve(dir)}). ${remedy}`);
  if (!info.isDirectory()) throw new UsageError('platform-unreadable', `Platform ${dir} is a file. ${remedy}`);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function existing(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) if (await exists(path)) found.push(path);
  return found;
}

/** To the reader a snapshot is a change; what it cannot take is the platform's trouble. */
async function readObjects(dir: string, exclude: readonly string[], signal: AbortSignal | undefined): Promise<ReadChangeResult> {
  try {
    return await readChange([dir], { defaultNamespace: 'default', exclude, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError('platform-unreadable', `Platform snapshot ${dir} cannot be read: ${error.message}`, { cause: error });
  }
}

function descriptionOf(dir: string, described: ReadPlatformFile | undefined) {
  if (described?.kind === 'description') return described.description;
  return { name: basename(resolve(dir)), coverage: { kind: 'complete' } } as const;
}

function unreadable(dir: string, problems: readonly Diagnostic[]): UsageError {
  const lines = problems.map(({ message, position }) => {
    const place = position === undefined ? dir : `${position.file}:${String(position.line)}:${String(position.column)}`;
    return `  ${place}  ${message}`;
  });
  return new UsageError(
    'platform-unreadable',
    `Platform snapshot ${dir} cannot be read:\n${lines.join('\n')}\nMend these places, or take the snapshot again.`,
  );
}

function empty(dir: string): UsageError {
  return new UsageError(
    'platform-unreadable',
    `No Kubernetes object and no ${PLATFORM_FILE} in ${dir}. Give the folder of a snapshot, or of kubectl get -o yaml output.`,
  );
}
