import { z } from 'zod';
import { readYamlFile } from '@seatrial/change';
import { closest } from '@seatrial/contract';
import type { Diagnostic } from '@seatrial/contract';
import { placeIn } from './place-in.ts';
import type { Coverage, PlatformDescription } from './snapshot.ts';

const Text = z.string({
  error: ({ input }) => (input === undefined ? 'is missing. Add it' : 'must be text. Write it as one text, in quotes if need be'),
});
const Name = Text.min(1, 'is empty. Write a name');
const Texts = z.array(Text, 'must be a list of texts').default([]);

const Deployer = z.strictObject({ user: Name, groups: Texts }, 'must be a mapping with user and groups');
const CoverageField = z.strictObject({ missing: Texts }, 'must be a mapping with missing');
const PlatformFile = z.strictObject(
  {
    apiVersion: z.literal('seatrial.dev/v1', 'must be seatrial.dev/v1. A file of Kubernetes objects needs another name'),
    kind: z.literal('Platform', 'must be Platform. A file of Kubernetes objects needs another name'),
    name: Name,
    kubernetes: Text.optional(),
    takenAt: Text.pipe(z.iso.datetime({ offset: true, error: 'must be a time like 2026-11-20T08:00:00Z' })).optional(),
    cni: Text.optional(),
    deployer: Deployer.optional(),
    coverage: CoverageField.optional(),
  },
  'must be a mapping with apiVersion: seatrial.dev/v1, kind: Platform and name',
);

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(PlatformFile.shape),
  deployer: Object.keys(Deployer.shape),
  coverage: Object.keys(CoverageField.shape),
};

export type ReadPlatformFile =
  | { readonly kind: 'description'; readonly description: PlatformDescription }
  | { readonly kind: 'problems'; readonly problems: readonly Diagnostic[] };

/** Reads platform.yaml, or says everything that is wrong with it. */
export async function readPlatformFile(file: string, signal: AbortSignal | undefined): Promise<ReadPlatformFile> {
  const { value, fields, diagnostics } = await readYamlFile(file, signal);
  if (diagnostics.length > 0) return { kind: 'problems', problems: diagnostics };
  const parsed = PlatformFile.safeParse(value);
  if (parsed.success) return { kind: 'description', description: describe(parsed.data) };
  const problems = parsed.error.issues.flatMap(problemsOf).map(({ path, message }) => ({ message, position: placeIn(file, fields, path) }));
  return { kind: 'problems', problems: problems.toSorted((left, right) => left.position.line - right.position.line) };
}

function describe({ name, takenAt, kubernetes, cni, deployer, coverage }: z.infer<typeof PlatformFile>): PlatformDescription {
  return {
    name,
    ...(takenAt === undefined ? {} : { takenAt }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(cni === undefined ? {} : { cni }),
    ...(deployer === undefined ? {} : { deployer }),
    coverage: coverageOf(coverage?.missing ?? []),
  };
}

function coverageOf(missing: readonly string[]): Coverage {
  return missing.length === 0 ? { kind: 'complete' } : { kind: 'partial', missing };
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const path = pathOf(issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ path, message: `${path === '' ? 'This file' : path} ${issue.message}.` }];
  return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, message: unknownField(key, path, FIELDS[path] ?? []) }));
}

function pathOf(steps: readonly PropertyKey[]): string {
  return steps
    .map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

function unknownField(key: string, parent: string, known: readonly string[]): string {
  const near = closest(key, known);
  const remedy = near === undefined ? `Known are ${known.join(', ')}` : `Closest: "${near}"`;
  return `"${key}" is not a field of ${parent === '' ? 'a platform' : parent}. ${remedy}. Rename or remove it.`;
}
