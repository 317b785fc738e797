import { defineConfig } from 'vitest/config';

const MINUTE_MS = 60_000;
const CLUSTER_TESTS = ['packages/*/src/**/*.cluster.test.ts', 'tests/**/*.cluster.test.ts'];
const ALWAYS_EXCLUDED = ['**/node_modules/**', '**/dist/**', '**/testdata/**'];

// Workspace packages load from src, so that no build is in the loop.
const SOURCE = '@seatrial/source';

export default defineConfig({
  resolve: { conditions: [SOURCE, 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: [SOURCE, 'node', 'import', 'default'], externalConditions: [SOURCE, 'node'] } },
  test: {
    reporters: ['default', './tools/count-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: [...ALWAYS_EXCLUDED, '**/*.cluster.test.ts'],
          // A busy machine is no reason to fail.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: CLUSTER_TESTS,
          exclude: ALWAYS_EXCLUDED,
          // One embedded cluster fills a small machine, so cluster tests take turns and start after the unit tests.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 5 * MINUTE_MS,
        },
      },
    ],
  },
});
