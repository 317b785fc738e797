import type { Evidence } from '@seatrial/contract';
import type { Cause } from '../cause.ts';
import { endingEvidence, endingsOf } from '../endings.ts';
import { seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { conditionsOf } from '../model.ts';
import { pullsOf } from '../pulls.ts';
import { nameOf, subjectOf } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** A workload failed and nothing that was seen says why. Saying so is better than guessing. */
export const unexplained: Cause = {
  rule: 'unexplained',
  detect: (view) =>
    view.workloads
      .filter((workload) => workload.outcome === 'failed' && !waitsForRegistry(view, workload))
      .map((workload) => ({
        workloads: [workload.ref],
        finding: findingOf({
          rule: 'unexplained',
          category: 'runtime',
          effect: 'unknown',
          message: `${nameOf(workload.author.object)} failed, and its cause was not seen.`,
          subject: subjectOf(workload.author),
          evidence: evidenceOf(view, workload),
          remedy: 'Read its objects, events and logs in the folder of this run.',
        }),
      })),
};

const MOST_OF_A_KIND = 5;

/** Not the change's fault: it is among the unknowns already. */
function waitsForRegistry(view: View, workload: WorkloadView): boolean {
  return pullsOf(view, workload).some(({ kind }) => kind === 'unreachable');
}

function evidenceOf(view: View, workload: WorkloadView): readonly Evidence[] {
  const warnings = view.observation.events.filter(({ type, object }) => type === 'Warning' && isOf(workload, object));
  const conditions = workload.family.flatMap((member) =>
    conditionsOf(view.find(member))
      .filter(({ message }) => message !== '')
      .map(({ type, status, message }) => seen('apiserver', member, `${type}=${status}: ${message}`)),
  );
  return [
    ...endingsOf(view, workload).map(endingEvidence),
    ...warnings.slice(-MOST_OF_A_KIND).map((event) => seen('event', event.object, `${event.reason}: ${event.message}`, event.count)),
    ...conditions.slice(0, MOST_OF_A_KIND),
  ];
}

/** What a controller made and removed again has no owner any more, but carries its name. */
function isOf({ family, namespace, author }: WorkloadView, ref: string): boolean {
  const [, place, name = ''] = ref.split('/');
  return family.includes(ref) || (place === namespace && name.startsWith(`${author.object.metadata.name}-`));
}
