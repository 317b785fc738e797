import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ChangeObject, Diagnostic } from '@seatrial/contract';
import { findFiles } from './files/find-files.ts';
import { pathMissing } from './files/path-missing.ts';
import { readDocuments } from './read-documents.ts';
import type { ReadDocuments } from './read-documents.ts';
import { readText } from './files/read-text.ts';
import { refuseUnsupportedFile } from './files/unsupported-sources.ts';

export interface ReadChangeOptions {
  /** Namespace of objects that name none, if their kind is known to need one. */
  readonly defaultNamespace: string;
  /** Files and folders that are left out. */
  readonly exclude?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface ReadChangeResult {
  readonly objects: readonly ChangeObject[];
  /** What cannot be read as Kubernetes objects, with its place. */
  readonly diagnostics: readonly Diagnostic[];
  /** YAML files of a folder that hold no Kubernetes object, such as values files, and links that are not followed. */
  readonly ignored: readonly string[];
}

/**
 * Reads every Kubernetes object of YAML and JSON files and folders, in a stable order, with the place of each field.
 * Throws UsageError for a path that does not exist (path-missing) or that must be rendered first (change-unsupported).
 */
export async function readChange(paths: readonly string[], options: ReadChangeOptions): Promise<ReadChangeResult> {
  const sources = await findSources(paths, options);
  const reads: FileRead[] = [];
  for (const source of sources.files) reads.push({ ...source, ...(await readFile(source.file, options)) });
  const foreign = reads.filter((read) => read.isForeign && !read.isNamed);
  // A folder that holds nothing else was probably meant; then it must say why nothing of it was taken.
  const passedOver = foreign.length === reads.length ? foreign.filter((read) => read.file.endsWith('.json')) : foreign;
  const taken = reads.filter((read) => !passedOver.includes(read));
  return {
    objects: taken.flatMap((read) => read.objects),
    diagnostics: taken.flatMap((read) => read.diagnostics),
    ignored: [...sources.links, ...passedOver.flatMap(({ file }) => (file.endsWith('.json') ? [] : [file]))].toSorted(),
  };
}

interface Source {
  readonly file: string;
  /** True for a path that the user gave, false for what was found in a folder. */
  readonly isNamed: boolean;
}
type FileRead = Source & ReadDocuments;

/** Files of all paths; one that several paths lead to comes once. */
async function findSources(paths: readonly string[], { exclude = [], signal }: ReadChangeOptions) {
  const files = new Map<string, Source>();
  const links: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (info === undefined) throw await pathMissing(path);
    if (!info.isDirectory()) refuseUnsupportedFile(path);
    const found = info.isDirectory() ? await findFiles(path, exclude, signal) : { files: [path], links: [] };
    for (const file of found.files) {
      // A pipe (process substitution) has no real path.
      const identity = await realpath(file).catch(() => resolve(file));
      if (!files.has(identity)) files.set(identity, { file, isNamed: !info.isDirectory() });
    }
    links.push(...found.links);
  }
  return { files: [...files.values()], links };
}

async function readFile(file: string, { defaultNamespace, signal }: ReadChangeOptions): Promise<ReadDocuments> {
  signal?.throwIfAborted();
  const read = await readText(file, signal);
  if (read.kind === 'problem') return { objects: [], diagnostics: [read.problem], isForeign: false };
  return readDocuments(file, read.text, defaultNamespace);
}
