import { expect, test } from 'vitest';
import { exitCodeOf } from './exit-code.ts';

test.each([
  { verdict: 'pass', exitCode: 0 },
  { verdict: 'fail', exitCode: 1 },
  { verdict: 'error', exitCode: 3 },
  { verdict: 'inconclusive', exitCode: 4 },
] as const)('verdict $verdict exits with $exitCode', ({ verdict, exitCode }) => {
  expect(exitCodeOf(verdict)).toBe(exitCode);
});
