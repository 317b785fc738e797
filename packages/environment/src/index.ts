export { createEnvironment } from './create.ts';
export type { Environment, EnvironmentInput } from './create.ts';
export { planEnvironment } from './plan.ts';
export type { EnvironmentPlan } from './plan.ts';
export { removeEnvironment } from './remove.ts';
