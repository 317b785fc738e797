import { objectRef } from '@seatrial/contract';
import type { ContainerLog, KubeObject } from '@seatrial/contract';
import type { Ground } from './ground.ts';
import { podOf } from './model.ts';
import type { ContainerStatus } from './model.ts';

const TAIL_LINES = 200;

/** What every container of the change's pods wrote last, also before its last restart; secret values are masked. */
export async function collectLogs(
  ground: Ground,
  pods: readonly KubeObject[],
  signal: AbortSignal | undefined,
): Promise<readonly ContainerLog[]> {
  const logs: ContainerLog[] = [];
  for (const pod of pods) {
    const { status } = podOf(pod);
    for (const container of [...status.initContainerStatuses, ...status.containerStatuses])
      logs.push(...(await logsOf(ground, pod, container, signal)));
  }
  return logs;
}

async function logsOf(
  ground: Ground,
  pod: KubeObject,
  container: ContainerStatus,
  signal: AbortSignal | undefined,
): Promise<readonly ContainerLog[]> {
  const logs: ContainerLog[] = [];
  for (const previous of container.restartCount > 0 ? [true, false] : [false]) {
    const place = { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name };
    const text = await ground.kube.podLog(place, { container: container.name, previous, tailLines: TAIL_LINES, signal });
    if (text !== undefined && text !== '')
      logs.push({ pod: objectRef(pod), container: container.name, previous, lines: ground.mask(text).trimEnd().split('\n') });
  }
  return logs;
}
