export { createRun } from './create-run.ts';
export { listRuns } from './list-runs.ts';
export type { RunPlace } from './list-runs.ts';
export { readReport } from './read-report.ts';
export type { Run } from './run.ts';
