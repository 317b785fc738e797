import { z } from 'zod';
import type { KubeObject } from '@seatrial/contract';
import { fieldOf, mapping } from './read-field.ts';

/** The parts of Kubernetes objects that causes read. What does not fit the API is read as if it were absent. */

const Text = z.string().catch('');
const Mount = z.looseObject({ name: Text, mountPath: Text, readOnly: z.boolean().optional().catch(undefined) });
export type Mount = z.infer<typeof Mount>;
const Container = z.looseObject({ name: Text, image: Text, volumeMounts: z.array(Mount).catch([]) });
export type Container = z.infer<typeof Container>;
const Volume = z.looseObject({ name: Text });
export type Volume = z.infer<typeof Volume>;
const PodSpec = z.looseObject({
  serviceAccountName: z.string().min(1).catch('default'),
  containers: z.array(Container).catch([]),
  initContainers: z.array(Container).catch([]),
  volumes: z.array(Volume).catch([]),
});
export type PodSpec = z.infer<typeof PodSpec>;

const Terminated = z.looseObject({ exitCode: z.number().catch(0), reason: Text, message: Text });
const State = z
  .looseObject({
    waiting: z.looseObject({ reason: Text, message: Text }).optional(),
    terminated: Terminated.optional(),
    running: z.looseObject({}).optional(),
  })
  .catch({});
const ContainerStatus = z.looseObject({
  name: Text,
  ready: z.boolean().catch(false),
  restartCount: z.number().catch(0),
  state: State,
  lastState: State,
});
export type ContainerStatus = z.infer<typeof ContainerStatus>;
const Condition = z.looseObject({ type: Text, status: Text, reason: Text, message: Text });
export type Condition = z.infer<typeof Condition>;
const Conditions = z.array(Condition).catch([]);
const PodStatus = z.looseObject({
  phase: Text,
  reason: Text,
  message: Text,
  conditions: Conditions,
  containerStatuses: z.array(ContainerStatus).catch([]),
  initContainerStatuses: z.array(ContainerStatus).catch([]),
});
export type PodStatus = z.infer<typeof PodStatus>;

export function podSpecOf(value: unknown): PodSpec {
  return PodSpec.parse(mapping(value));
}

export function podStatusOf(pod: KubeObject): PodStatus {
  return PodStatus.parse(mapping(pod['status']));
}

/** Conditions of any object that has some. */
export function conditionsOf(object: KubeObject | undefined): readonly Condition[] {
  return Conditions.parse(fieldOf(object, 'status.conditions'));
}

/** All containers of a pod, in the order in which they start. */
export function containersOf({ initContainers, containers }: PodSpec): readonly Container[] {
  return [...initContainers, ...containers];
}

export function conditionOf({ conditions }: PodStatus, type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}
