import type { Finding, Observation, Unknown } from '@seatrial/contract';
export function diagnose(_observation: Observation): { findings: readonly Finding[]; unknowns: readonly Unknown[] } {
  return { findings: [], unknowns: [] };
}
