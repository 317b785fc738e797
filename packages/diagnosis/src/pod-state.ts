import { conditionOf } from './model.ts';
import type { ContainerView, PodView, WorkloadView } from './view.ts';

/** What containers wait for, as far as the kubelet tells, before all volumes of their pod are mounted. */
const WAITING_FOR_VOLUMES = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** Whether all volumes of a pod are mounted: the kubelet pulls no image and makes no sandbox or container before. */
export function isMounted({ containers, status }: PodView): boolean {
  return conditionOf(status, 'PodReadyToStartContainers')?.status === 'True' || containers.some((container) => hasBeenTried(container));
}

function hasBeenTried({ status: { state, lastState } }: ContainerView): boolean {
  if (state.running !== undefined || state.terminated !== undefined || lastState.terminated !== undefined) return true;
  return !WAITING_FOR_VOLUMES.has(state.waiting?.reason ?? '');
}

export function isReady({ status: { conditions } }: PodView): boolean {
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Whether any pod of the workload works, as far as its status tells. */
export function isPartlyReady({ pods }: WorkloadView): boolean {
  return pods.some(isReady);
}
