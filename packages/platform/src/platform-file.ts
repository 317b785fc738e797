import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { UsageError } from '@seatrial/contract';

/** complete: what is not in the snapshot does not exist; partial: of the kinds and namespaces listed nothing is known. */
export type Coverage = { readonly kind: 'complete' } | { readonly kind: 'partial'; readonly missing: readonly string[] };

const PlatformFile = z.strictObject({
  apiVersion: z.literal('seatrial.dev/v1'),
  kind: z.literal('Platform'),
  name: z.string().min(1),
  kubernetes: z.string().optional(),
  takenAt: z.iso.datetime().optional(),
  cni: z.string().optional(),
  deployer: z.strictObject({ user: z.string().min(1), groups: z.array(z.string()).default([]) }).optional(),
  coverage: z.strictObject({ missing: z.array(z.string()).default([]) }).optional(),
});

export interface PlatformDescription {
  readonly name: string;
  readonly takenAt?: string;
  readonly kubernetes?: string;
  readonly deployer?: { readonly user: string; readonly groups: readonly string[] };
  readonly coverage: Coverage;
}

/** Reads platform.yaml; throws platform-unreadable that names each field and its line. */
export function readPlatformFile(file: string, text: string): PlatformDescription {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map(
    (error) => `  ${file}:${String(lines.linePos(error.pos[0]).line)}  ${error.message.split('\n')[0] ?? ''}`,
  );
  if (problems.length > 0) throw unreadable(problems);
  const parsed = PlatformFile.safeParse(document.toJS());
  if (!parsed.success) throw unreadable(parsed.error.issues.map((issue) => `  ${file}:${String(lineOf(issue))}  ${describe(issue)}`));
  const { name, takenAt, kubernetes, deployer, coverage } = parsed.data;
  const missing = coverage?.missing ?? [];
  return {
    name,
    ...(takenAt === undefined ? {} : { takenAt }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(deployer === undefined ? {} : { deployer }),
    coverage: missing.length === 0 ? { kind: 'complete' } : { kind: 'partial', missing },
  };

  function lineOf(issue: z.core.$ZodIssue): number {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : issue.path;
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
        return lines.linePos(Number(node.range[0])).line;
    }
    return 1;
  }
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.')}: ${issue.message}`;
  const known = 'apiVersion, kind, name, kubernetes, takenAt, cni, deployer (user, groups), coverage (missing)';
  return `${[...issue.path, issue.keys.join(', ')].join('.')} is not a field of platform.yaml. Known: ${known}`;
}

function unreadable(problems: readonly string[]): UsageError {
  return new UsageError('platform-unreadable', `The description of the platform cannot be read:\n${problems.join('\n')}`);
}
