import type { Cause } from '../cause.ts';
import { findingOf, seen, subjectOf } from '../finding-of.ts';

/** The kubelet threw a pod out, for example because it filled its ephemeral storage. */
export const evicted: Cause = {
  rule: 'evicted',
  detect: ({ workloads }) =>
    workloads.flatMap((workload) =>
      workload.pods
        .filter(({ model }) => model.status.reason === 'Evicted')
        .slice(0, 1)
        .map(({ ref, model }) => ({
          workload: workload.ref,
          finding: findingOf({
            rule: 'evicted',
            category: 'capacity',
            effect: 'degraded',
            message: `A pod of ${workload.ref} was evicted from its node`,
            subject: subjectOf(workload.author, `${workload.podPath}.containers[0].resources`),
            evidence: [seen('event', ref, model.status.message)],
            remedy: 'Stay below the limit that the message names, or ask for more.',
          }),
        })),
    ),
};
