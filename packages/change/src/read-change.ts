import { readFile, stat } from 'node:fs/promises';
import { UsageError } from '@seatrial/contract';
import type { ChangeObject, Diagnostic } from '@seatrial/contract';
import { findFiles } from './find-files.ts';
import { readDocuments } from './read-documents.ts';

export interface ReadChangeOptions {
  /** Namespace of namespaced objects that name none. */
  readonly defaultNamespace: string;
  readonly signal?: AbortSignal;
}

export interface ReadChangeResult {
  readonly objects: readonly ChangeObject[];
  /** What cannot be read as Kubernetes objects, with its place. */
  readonly diagnostics: readonly Diagnostic[];
  /** YAML files of a folder that hold no Kubernetes object at all, such as values files. */
  readonly ignored: readonly string[];
}

const MAX_BYTES = 10 * 1024 * 1024;

/** Reads every Kubernetes object of files and folders, in a stable order. A path that does not exist or needs rendering throws UsageError. */
export async function readChange(paths: readonly string[], options: ReadChangeOptions): Promise<ReadChangeResult> {
  const objects: ChangeObject[] = [];
  const diagnostics: Diagnostic[] = [];
  const ignored: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (info === undefined) throw new UsageError('path-missing', `${path} does not exist. Give a YAML file, or a folder of YAML files.`);
    const files = info.isDirectory() ? await findFiles(path) : [path];
    for (const file of files) {
      options.signal?.throwIfAborted();
      const read = await readOne(file, options.defaultNamespace);
      if (info.isDirectory() && !read.isForeign) diagnostics.push(...read.diagnostics);
      if (!info.isDirectory()) diagnostics.push(...read.diagnostics);
      if (info.isDirectory() && read.isForeign && !file.endsWith('.json')) ignored.push(file);
      objects.push(...read.objects);
    }
  }
  return { objects, diagnostics, ignored };
}

async function readOne(file: string, defaultNamespace: string): Promise<ReturnType<typeof readDocuments>> {
  const { size } = await stat(file);
  if (size > MAX_BYTES) {
    const message = `${file} is ${(size / 1e6).toFixed(0)} MB; files of more than 10 MB are not read. Split it.`;
    return { objects: [], diagnostics: [{ message, position: { file, line: 1, column: 1 } }], isForeign: false };
  }
  return readDocuments(file, await readFile(file, 'utf8'), defaultNamespace);
}
