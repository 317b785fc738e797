import { expect, test } from 'vitest';
import { Finding } from '@seatrial/contract';
import { unreadableFinding } from './unreadable-finding.ts';

const REST = {
  rule: 'unreadable',
  category: 'schema',
  severity: 'error',
  effect: 'rejected',
  evidence: [],
  remedy: 'Mend the file at this place; nothing of the change was deployed.',
  docs: 'docs/findings.md#unreadable',
} as const;

test.each([
  {
    diagnostic: { message: 'No kind.', position: { file: 'a.yaml', line: 3, column: 1 } },
    subject: { file: 'a.yaml', line: 3, column: 1 },
  },
  { diagnostic: { message: 'No kind.' }, subject: {} },
])('a diagnostic at $subject becomes a finding there', ({ diagnostic, subject }) => {
  const finding = unreadableFinding(diagnostic);
  expect(finding).toEqual({ ...REST, message: 'No kind.', subject });
  expect(Finding.parse(finding)).toEqual(finding);
});
