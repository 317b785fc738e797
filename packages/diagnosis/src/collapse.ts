import { objectRef } from '@seatrial/contract';
import type { Evidence, Finding } from '@seatrial/contract';
import type { Diagnosed } from './cause.ts';
import { endingEvidence, endingsOf } from './endings.ts';
import { groupBy } from './group-by.ts';
import type { View } from './view.ts';

/** One cause is one finding: what follows from a refusal, and what is the same for several workloads, is told once. */
export function collapse(diagnosed: readonly Diagnosed[], view: View): readonly Diagnosed[] {
  return joinEqual(joinRefusals(diagnosed, view));
}

/** A workload that misses an object of this change that was refused adds its evidence to the refusal. */
function joinRefusals(diagnosed: readonly Diagnosed[], view: View): readonly Diagnosed[] {
  const refused = new Set(view.observation.refusals.map(({ object }) => objectRef(object.object)));
  const isConsequence = ({ missing }: Diagnosed): boolean => missing !== undefined && refused.has(missing);
  const consequences = diagnosed.filter(isConsequence);
  return diagnosed
    .filter((one) => !isConsequence(one))
    .map((one) => {
      const own = one.finding.rule === 'apply-refused' ? consequences.filter(({ missing }) => concerns(one.finding, missing)) : [];
      return own.reduce(join, one);
    });
}

function concerns({ evidence }: Finding, ref: string | undefined): boolean {
  return evidence.some(({ object }) => object === ref);
}

/** The same trouble at the same place, as a claim that two workloads mount. */
function joinEqual(diagnosed: readonly Diagnosed[]): readonly Diagnosed[] {
  const groups = groupBy(diagnosed, ({ finding: { rule, subject, effect, remedy } }) => JSON.stringify([rule, subject, effect, remedy]));
  return [...groups.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [rest.reduce(join, first)]));
}

function join(one: Diagnosed, other: Diagnosed): Diagnosed {
  return {
    ...one,
    workloads: [...new Set([...one.workloads, ...other.workloads])],
    finding: withEvidence(one.finding, other.finding.evidence),
  };
}

/** Adds how the workload's containers ended: the crash itself is no finding once its cause is one. */
export function addEndings(diagnosed: Diagnosed, view: View): Diagnosed {
  if (diagnosed.finding.severity !== 'error') return diagnosed;
  const failed = view.workloads.filter(({ ref, outcome }) => outcome === 'failed' && diagnosed.workloads.includes(ref));
  const endings = failed.flatMap((workload) => endingsOf(view, workload).map(endingEvidence));
  return { ...diagnosed, finding: withEvidence(diagnosed.finding, endings) };
}

function withEvidence(finding: Finding, evidence: readonly Evidence[]): Finding {
  const known = new Set(finding.evidence.map((one) => JSON.stringify(one)));
  return { ...finding, evidence: [...finding.evidence, ...evidence.filter((one) => !known.has(JSON.stringify(one)))] };
}
