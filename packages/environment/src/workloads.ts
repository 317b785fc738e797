import { z } from 'zod';
import type { KubeObject } from '@seatrial/contract';

const KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod', 'ReplicationController']);
const Containers = z.array(z.looseObject({ image: z.string().optional() })).default([]);
const PodSpec = z.looseObject({ containers: Containers, initContainers: Containers });
const Template = z.looseObject({ template: z.looseObject({ spec: PodSpec }) });

export function isWorkload(object: KubeObject): boolean {
  return KINDS.has(object.kind);
}

/** Images that a workload needs to start; none for any other object, and none for a CronJob, which an environment does not run by itself. */
export function imagesOf(object: KubeObject): readonly string[] {
  if (!isWorkload(object) || object.kind === 'CronJob') return [];
  const spec = object.kind === 'Pod' ? PodSpec.safeParse(object['spec']).data : Template.safeParse(object['spec']).data?.template.spec;
  if (spec === undefined) return [];
  return [...spec.initContainers, ...spec.containers].flatMap((container) => (container.image === undefined ? [] : [container.image]));
}

/** The workload as it may run beside a trial: scheduled jobs of the platform stay asleep, and no pod is tied to a node of another cluster. */
export function quietWorkload(object: KubeObject): KubeObject {
  const spec = object['spec'];
  if (typeof spec !== 'object' || spec === null) return object;
  if (object.kind === 'CronJob') return { ...object, spec: { ...spec, suspend: true } };
  if (object.kind !== 'Pod') return object;
  return { ...object, spec: Object.fromEntries(Object.entries(spec).filter(([field]) => field !== 'nodeName')) };
}
