import type { Category, Effect, Evidence, Finding, Severity, Subject } from '@seatrial/contract';

export interface FindingParts {
  readonly rule: string;
  readonly category: Category;
  readonly effect: Effect;
  readonly message: string;
  readonly subject: Subject;
  readonly evidence: readonly Evidence[];
  readonly remedy: string;
  readonly severity?: Severity;
}

/** A finding with what every finding has besides; an error unless the cause says otherwise. */
export function findingOf({ evidence, severity = 'error', ...parts }: FindingParts): Finding {
  return { ...parts, severity, evidence: [...evidence], docs: `docs/findings.md#${parts.rule}` };
}
