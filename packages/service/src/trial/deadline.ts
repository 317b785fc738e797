import type { KubeObject } from '@seatrial/contract';
import { podSpecOf, workloadOf } from './model.ts';

const FOR_SERVICES_MS = 60_000;
const FOR_JOBS_MS = 120_000;

/** How long a change may take if nobody says: a minute to come up, two for jobs, and what its slowest probes and minReadySeconds ask for on top. */
export function deadlineFor(workloads: readonly KubeObject[]): number {
  return Math.max(
    0,
    ...workloads.map((workload) => baseMs(workload) + probeBudgetMs(workload) + workloadOf(workload).spec.minReadySeconds * 1000),
  );
}

function baseMs({ kind }: KubeObject): number {
  return kind === 'Job' || kind === 'CronJob' ? FOR_JOBS_MS : FOR_SERVICES_MS;
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
