import type { Evidence } from '@seatrial/contract';
import type { Cause } from '../cause.ts';
import { findingOf, seen, subjectOf, times } from '../finding-of.ts';
import { unreachablePulls } from './image-not-found.ts';
import { conditionsOf } from '../model.ts';
import type { View, WorkloadView } from '../view.ts';

/** A workload failed and nothing that was seen says why. Saying so is better than guessing. */
export const unexplained: Cause = {
  rule: 'unexplained',
  detect: (view) =>
    view.workloads
      .filter((workload) => workload.outcome === 'failed' && !waitsForRegistry(view, workload))
      .map((workload) => ({
        workload: workload.ref,
        finding: findingOf({
          rule: 'unexplained',
          category: 'runtime',
          effect: 'unknown',
          message: `${workload.ref} did not come up, and its cause was not seen`,
          subject: subjectOf(workload.author),
          evidence: evidenceOf(view, workload),
          remedy: 'Read its objects, events and logs in the folder of this run.',
        }),
      })),
};

/** Not the change's fault: it is among the unknowns already. */
function waitsForRegistry(view: View, { template }: WorkloadView): boolean {
  const unknown = new Set(unreachablePulls(view).map(({ image }) => image));
  return [...template.initContainers, ...template.containers].some(({ image }) => image !== undefined && unknown.has(image));
}

function evidenceOf(view: View, workload: WorkloadView): readonly Evidence[] {
  const warnings = workload.family.flatMap((member) => view.eventsOf(member)).filter(({ type }) => type === 'Warning');
  const conditions = workload.family.flatMap((member) =>
    conditionsOf(view.find(member))
      .filter(({ message }) => message !== '')
      .map(({ type, status, message }) => seen('apiserver', member, `${type}=${status}: ${message}`)),
  );
  return [
    ...warnings.slice(-5).map((event) => seen('event', event.object, `${event.reason}: ${event.message}${times(event.count)}`)),
    ...conditions.slice(0, 5),
  ];
}
