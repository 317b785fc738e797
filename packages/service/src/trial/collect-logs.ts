import type { ChangeObject, ContainerLog, KubeObject } from '@seatrial/contract';
import { objectRef } from '@seatrial/contract';
import type { Ground } from './ground.ts';
import { podOf } from './model.ts';
import type { ContainerStatus } from './model.ts';

const TAIL_LINES = 200;
/** Shorter values would mask ordinary words. */
const SHORTEST_SECRET = 6;

/** What every container of the change's pods wrote last, also before its last restart; secret values are masked. */
export async function collectLogs(
  ground: Ground,
  pods: readonly KubeObject[],
  change: readonly ChangeObject[],
  signal: AbortSignal | undefined,
): Promise<readonly ContainerLog[]> {
  const mask = maskOf([...ground.secretValues, ...change.flatMap(({ object }) => secretValuesOf(object))]);
  const logs: ContainerLog[] = [];
  for (const pod of pods) {
    const { status } = podOf(pod);
    for (const container of [...status.initContainerStatuses, ...status.containerStatuses])
      logs.push(...(await logsOf(ground, pod, container, mask, signal)));
  }
  return logs;
}

async function logsOf(
  ground: Ground,
  pod: KubeObject,
  container: ContainerStatus,
  mask: (text: string) => string,
  signal: AbortSignal | undefined,
): Promise<readonly ContainerLog[]> {
  const logs: ContainerLog[] = [];
  for (const previous of container.restartCount > 0 ? [true, false] : [false]) {
    const place = { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name };
    const text = await ground.kube.podLog(place, { container: container.name, previous, tailLines: TAIL_LINES, signal });
    if (text !== undefined && text !== '')
      logs.push({ pod: objectRef(pod), container: container.name, previous, lines: mask(text).trimEnd().split('\n') });
  }
  return logs;
}

function maskOf(values: readonly string[]): (text: string) => string {
  const hidden = [...new Set(values)]
    .filter((value) => value.length >= SHORTEST_SECRET)
    .toSorted((left, right) => right.length - left.length);
  return (text) => hidden.reduce((masked, value) => masked.replaceAll(value, '***'), text);
}

function secretValuesOf(object: KubeObject): readonly string[] {
  if (object.kind !== 'Secret') return [];
  const plain = stringsIn(object['stringData']);
  const encoded = stringsIn(object['data']);
  return [...plain, ...encoded, ...encoded.map((value) => Buffer.from(value, 'base64').toString('utf8'))];
}

function stringsIn(data: unknown): readonly string[] {
  return typeof data === 'object' && data !== null ? Object.values(data).filter((value) => typeof value === 'string') : [];
}
