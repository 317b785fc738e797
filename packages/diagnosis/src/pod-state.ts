import type { PodView, WorkloadView } from './view.ts';

/** Whether any container of a pod ran: all its volumes were mounted then. */
export function hasStarted({ containers }: PodView): boolean {
  return containers.some(({ status: { state } }) => state.running !== undefined || state.terminated !== undefined);
}

export function isReady({ status: { conditions } }: PodView): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Whether any pod of the workload works, as far as its status tells. */
export function isPartlyReady({ pods }: WorkloadView): boolean {
  return pods.some(isReady);
}
