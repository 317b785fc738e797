import type { KubeObject } from '@seatrial/contract';
import { podSpecOf } from './model.ts';

const FOR_SERVICES_MS = 60_000;
const FOR_JOBS_MS = 120_000;

/** How long a change may take if nobody says: a minute to come up, two for jobs, and what its slowest probes allow on top. */
export function deadlineFor(workloads: readonly KubeObject[]): number {
  const each = workloads.map(
    (workload) => (workload.kind === 'Job' || workload.kind === 'CronJob' ? FOR_JOBS_MS : FOR_SERVICES_MS) + probeBudgetMs(workload),
  );
  return Math.max(0, ...each);
}

function probeBudgetMs(workload: KubeObject): number {
  const containers = podSpecOf(workload)?.containers ?? [];
  const budgets = containers.map(({ startupProbe, readinessProbe }) => {
    const startup =
      startupProbe === undefined ? 0 : startupProbe.initialDelaySeconds + startupProbe.periodSeconds * startupProbe.failureThreshold;
    return startup + (readinessProbe?.initialDelaySeconds ?? 0);
  });
  return Math.max(0, ...budgets) * 1000;
}
