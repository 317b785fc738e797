export { diagnose } from './diagnose.ts';
export type { Diagnosis } from './diagnose.ts';
