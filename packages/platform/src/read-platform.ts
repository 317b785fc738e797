import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UsageError } from '@seatrial/contract';
import type { Diagnostic, KubeObject } from '@seatrial/contract';
import { objectRef } from '@seatrial/contract';
import { readChange } from '@seatrial/change';
import { dropSecretValues } from './drop-secret-values.ts';
import { readPlatformFile } from './platform-file.ts';
import type { Coverage } from './platform-file.ts';

/** What is known of a real platform. */
export interface PlatformSnapshot {
  readonly name: string;
  readonly dir: string;
  /** ISO 8601 time at which it was taken. */
  readonly takenAt?: string;
  /** Version of Kubernetes, for example v1.36.3. */
  readonly kubernetes?: string;
  /** Identity that deploys changes there. */
  readonly deployer?: { readonly user: string; readonly groups: readonly string[] };
  readonly coverage: Coverage;
  readonly objects: readonly KubeObject[];
}

const PLATFORM_FILE = 'platform.yaml';

/** Reads a snapshot folder; values of Secrets are dropped at once. What cannot be read throws platform-unreadable, with every place. */
export async function readPlatform(dir: string, options: { readonly signal?: AbortSignal } = {}): Promise<PlatformSnapshot> {
  const info = await stat(dir).catch(() => undefined);
  if (info === undefined)
    throw new UsageError(
      'path-missing',
      `Platform folder ${dir} does not exist. Give the folder of a snapshot, or of kubectl get -o yaml output.`,
    );
  if (!info.isDirectory()) throw new UsageError('platform-unreadable', `${dir} is a file. Give the folder of a platform snapshot.`);
  const file = join(dir, PLATFORM_FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const described =
    text === undefined ? { name: basename(resolve(dir)), coverage: { kind: 'complete' } as const } : readPlatformFile(file, text);
  const { objects, diagnostics } = await readChange(await objectPaths(dir), { defaultNamespace: 'default', ...options });
  if (diagnostics.length > 0) throw unreadable(dir, diagnostics);
  return { ...described, dir, objects: unique(objects.map(({ object }) => dropSecretValues(object))) };
}

/** What of a snapshot holds Kubernetes objects: all but its description, and what is known of clouds and Terraform. */
async function objectPaths(dir: string): Promise<readonly string[]> {
  const entries = (await readdir(dir, { withFileTypes: true })).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return entries
    .filter(({ name }) => !name.startsWith('.') && ![PLATFORM_FILE, 'cloud', 'terraform'].includes(name))
    .filter((entry) => entry.isDirectory() || (entry.isFile() && /\.(ya?ml|json)$/.test(entry.name)))
    .map(({ name }) => join(dir, name));
}

function unreadable(dir: string, problems: readonly Diagnostic[]): UsageError {
  const lines = problems.map(({ message, position }) => `  ${position?.file ?? dir}:${String(position?.line ?? 1)}  ${message}`);
  return new UsageError(
    'platform-unreadable',
    `Platform snapshot ${dir} cannot be read:\n${lines.join('\n')}\nMend these places, or take the snapshot again.`,
  );
}

/** The same object may be in several files of kubectl output; the last one counts. */
function unique(objects: readonly KubeObject[]): readonly KubeObject[] {
  return [...new Map(objects.map((object) => [`${object.apiVersion} ${objectRef(object)}`, object])).values()];
}
