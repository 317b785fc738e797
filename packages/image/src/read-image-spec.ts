import { readFile } from 'node:fs/promises';
import { UsageError } from '@seatrial/contract';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { closest } from '@seatrial/contract';
import { ImageSpec, knownKeysAt } from './image-spec.ts';
import { lineOf } from './line-of.ts';

/** Reads and checks an image.yaml. One UsageError names everything that is wrong in it, each with file and line. */
export async function readImageSpec(file: string): Promise<ImageSpec> {
  const source = await readSpecFile(file);
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors.map(({ message, pos }) => ({ line: lines.linePos(pos[0]).line, text: `${message}. Correct the YAML.` }));
  if (syntax.length > 0) throw unreadable(file, syntax);

  const value: unknown = document.toJS();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable(file, [
      { line: 1, text: 'an image spec is a map with "name" and "files". Start it with, for example, name: registry.example/team/app:1.0' },
    ]);
  }
  const result = ImageSpec.safeParse(value);
  if (!result.success)
    throw unreadable(
      file,
      withoutEchoes(result.error.issues, value).map((problem) => located(problem, document, lines)),
    );
  const stepLines = result.data.files.map((_, index) => lineOf(document, lines, ['files', index]));
  return { ...result.data, source: { file, stepLines } };
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

interface LocatedProblem {
  readonly line: number;
  readonly text: string;
}

async function readSpecFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError('path-missing', `Image spec "${file}" cannot be read: ${why}. Give the path of an image.yaml.`, { cause });
  }
}

/** One sentence per issue; a key that is missing only because it is misspelt is not reported twice. */
function withoutEchoes(issues: readonly z.core.$ZodIssue[], spec: unknown): Problem[] {
  const problems: Problem[] = [];
  const misspelt = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    for (const key of issue.keys) {
      const near = closest(key, knownKeysAt(issue.path, spec));
      if (near !== undefined) misspelt.add(pathText([...issue.path, near]));
      problems.push({ path: [...issue.path, key], text: unknownKey(key, issue.path, near, knownKeysAt(issue.path, spec)) });
    }
  }
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys' || misspelt.has(pathText(issue.path))) continue;
    problems.push({ path: issue.path, text: `${pathText(issue.path)} ${issue.message}` });
  }
  return problems;
}

function unknownKey(key: string, path: readonly PropertyKey[], near: string | undefined, known: readonly string[]): string {
  const where = path.length === 0 ? '' : ` in ${pathText(path)}`;
  const hint = near === undefined ? `Known: ${known.join(', ')}` : `Closest: "${near}"`;
  return `unknown key "${key}"${where}. ${hint}. Correct it or take it out.`;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}

function located({ path, text }: Problem, document: Document, lines: LineCounter): LocatedProblem {
  return { line: lineOf(document, lines, path), text };
}

function unreadable(file: string, problems: readonly LocatedProblem[]): UsageError {
  const inOrder = problems.toSorted((a, b) => a.line - b.line);
  return new UsageError('image-unreadable', inOrder.map(({ line, text }) => `${file}:${line}  ${text}`).join('\n'));
}
