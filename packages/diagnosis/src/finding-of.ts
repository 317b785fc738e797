import type { Category, ChangeObject, Effect, Evidence, EvidenceSource, Finding, SourcePosition, Subject } from '@seatrial/contract';
import type { WorkloadView } from './view.ts';

const MAX_EVIDENCE = 500;

export interface FindingParts {
  readonly rule: string;
  readonly category: Category;
  readonly effect: Effect;
  readonly message: string;
  readonly subject: Subject;
  readonly evidence: readonly Evidence[];
  readonly remedy: string;
}

/** An error with what every finding has besides. */
export function findingOf({ evidence, ...parts }: FindingParts): Finding {
  return { ...parts, severity: 'error', evidence: [...evidence], docs: `docs/findings.md#${parts.rule}` };
}

/** The author's object and the place of one of its fields, or of the nearest field around it that was written. */
export function subjectOf(author: ChangeObject, path?: string): Subject {
  const { apiVersion, kind, metadata } = author.object;
  return {
    ...placeOf(author, path ?? ''),
    apiVersion,
    kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    ...(path === undefined ? {} : { path }),
  };
}

function placeOf({ fields, position }: ChangeObject, path: string): SourcePosition {
  for (let rest = path; rest !== ''; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('.'), rest.lastIndexOf('[')))) {
    const found = fields.get(rest);
    if (found !== undefined) return found;
  }
  return position;
}

/** Path of a container, or of one of its fields, in the author's object: init containers included. */
export function containerPath({ template, podPath }: WorkloadView, name: string, field?: string): string {
  const suffix = field === undefined ? '' : `.${field}`;
  const init = template.initContainers.findIndex((container) => container.name === name);
  if (init >= 0) return `${podPath}.initContainers[${init}]${suffix}`;
  const index = template.containers.findIndex((container) => container.name === name);
  return index >= 0 ? `${podPath}.containers[${index}]${suffix}` : podPath;
}

/** Words of a cluster or a container as evidence: untrusted, so without control characters, and not too long. */
export function seen(source: EvidenceSource, object: string | undefined, text: string): Evidence {
  const clean = text
    // oxlint-disable-next-line no-control-regex -- terminal sequences begin with a control character
    .replaceAll(/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-_])/g, '')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
  const short = clean.length > MAX_EVIDENCE ? `${clean.slice(0, MAX_EVIDENCE - 1)}…` : clean;
  return { source, ...(object === undefined ? {} : { object }), text: short };
}

/** How often something was seen, where that was more than once. */
export function times(count: number): string {
  return count > 1 ? ` (${count} times)` : '';
}
