import type { Diagnostic, Finding } from '@seatrial/contract';

/** A part of the change that is no Kubernetes object at all, as a finding. */
export function unreadableFinding({ message, position }: Diagnostic): Finding {
  return {
    rule: 'unreadable',
    category: 'schema',
    severity: 'error',
    effect: 'rejected',
    message,
    subject: position === undefined ? {} : { ...position },
    evidence: [],
    remedy: 'Mend the file at this place; nothing of the change was deployed.',
    docs: 'docs/findings.md#unreadable',
  };
}
