import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Ends a run with the line `N passed, N failed`, which CI reads.
 * With SEATRIAL_COUNT_FILE set it writes the line there instead, for a program that says the total itself.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const line = `${sayCounts(countTests(modules, unhandledErrors))}\n`;
    const file = process.env['SEATRIAL_COUNT_FILE'];
    if (file === undefined) process.stdout.write(line);
    else writeFileSync(file, line);
  }
}

function countTests(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Counts {
  const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  // A run that found no test file exits with 1, and the line must agree.
  if (modules.length === 0 && unhandledErrors.length === 0) counts.failed = 1;
  for (const module of modules) {
    const failedBefore = counts.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed') counts.failed += 1;
      else counts.skipped += 1;
    }
    // Files that cannot be loaded and hooks that throw have no failed test of their own.
    for (const suite of [module, ...module.children.allSuites()]) if (suite.errors().length > 0) counts.failed += 1;
    if (!module.ok() && counts.failed === failedBefore) counts.failed += 1;
  }
  return counts;
}

function sayCounts({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
