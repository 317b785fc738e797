import type { Finding, Observation, Unknown } from '@seatrial/contract';
import type { Diagnosed } from './cause.ts';
import { causes, symptoms } from './causes/table.ts';
import { addEndings, collapse } from './collapse.ts';
import { unknownsOf } from './unknowns.ts';
import { viewOf } from './view.ts';
import type { View } from './view.ts';

export interface Diagnosis {
  readonly findings: readonly Finding[];
  readonly unknowns: readonly Unknown[];
}

/**
 * Turns what was seen of a change into findings, each with its evidence; never throws on what it is given. A crash or an unready pod that a
 * cause of the same workload explains is no finding of its own; a failed workload without any cause is reported as unexplained, never left out.
 */
export function diagnose(observation: Observation): Diagnosis {
  const view = viewOf(observation);
  const specific = causes.flatMap((cause) => cause.detect(view));
  const found = collapse(specific, view).map((one) => addEndings(weigh(one, view), view));
  for (const symptom of symptoms) found.push(...symptom.detect(view).filter((one) => !isExplained(one, found)));
  return { findings: found.map(({ finding }) => finding), unknowns: unknownsOf(view) };
}

/** What a workload lives with, or was not yet seen to fail of, is worth a warning; what it failed of is an error. */
function weigh(diagnosed: Diagnosed, view: View): Diagnosed {
  const outcomes = view.workloads.filter(({ ref }) => diagnosed.workloads.includes(ref)).flatMap(({ outcome }) => outcome ?? []);
  if (diagnosed.finding.severity !== 'error' || diagnosed.finding.effect === 'rejected') return diagnosed;
  if (outcomes.length === 0 || outcomes.includes('failed')) return diagnosed;
  return { ...diagnosed, finding: { ...diagnosed.finding, severity: 'warning' } };
}

function isExplained(symptom: Diagnosed, found: readonly Diagnosed[]): boolean {
  return found.some(
    ({ finding, workloads }) => finding.severity === 'error' && symptom.workloads.every((workload) => workloads.includes(workload)),
  );
}
