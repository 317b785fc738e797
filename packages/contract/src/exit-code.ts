import type { Verdict } from './report.ts';

/** Process exit codes, the same for every command and output format. */
export const ExitCode = { pass: 0, fail: 1, usage: 2, infrastructure: 3, inconclusive: 4 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export function exitCodeOf(verdict: Verdict): ExitCode {
  switch (verdict) {
    case 'pass':
      return ExitCode.pass;
    case 'fail':
      return ExitCode.fail;
    case 'inconclusive':
      return ExitCode.inconclusive;
    case 'error':
      return ExitCode.infrastructure;
  }
}
