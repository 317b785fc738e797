import type { Finding, Observation, Unknown } from '@seatrial/contract';
import type { Diagnosed } from './cause.ts';
import { causes, lastResorts } from './causes/table.ts';
import { unknownsOf } from './unknowns.ts';
import { viewOf } from './view.ts';
import type { View } from './view.ts';

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly unknowns: readonly Unknown[];
}

/**
 * Turns what was seen of a change into findings, each with its evidence. A crash or an unready pod that a more specific cause of the
 * same workload explains is no finding of its own; a failed workload without any cause is reported as unexplained, never left out.
 */
export function diagnose(observation: Observation): Diagnosis {
  const view = viewOf(observation);
  const found: Diagnosed[] = causes.flatMap((cause) => cause.detect(view)).map((one) => settle(one, view));
  for (const cause of lastResorts) {
    const explained = new Set(found.filter(({ finding }) => finding.severity === 'error').map(({ workload }) => workload));
    found.push(...cause.detect(view).filter(({ workload }) => !explained.has(workload)));
  }
  return { findings: found.map(({ finding }) => finding), unknowns: unknownsOf(view) };
}

/** What a workload lives with is worth a warning; only what it failed of is an error. */
function settle(diagnosed: Diagnosed, view: View): Diagnosed {
  if (diagnosed.workload === undefined || diagnosed.finding.severity !== 'error') return diagnosed;
  const outcome = view.workloads.find((workload) => workload.ref === diagnosed.workload)?.outcome;
  return outcome === 'healthy' ? { ...diagnosed, finding: { ...diagnosed.finding, severity: 'warning' } } : diagnosed;
}
