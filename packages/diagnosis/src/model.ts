import { z } from 'zod';
import type { KubeObject } from '@seatrial/contract';

/** The parts of Kubernetes objects that causes read. What does not fit the API is read as if it were absent. */

const Text = z.string().catch('');
const Mount = z.looseObject({ name: Text, mountPath: Text, readOnly: z.boolean().optional().catch(undefined) });
const Container = z.looseObject({
  name: Text,
  image: z.string().optional().catch(undefined),
  volumeMounts: z.array(Mount).catch([]),
  resources: z
    .looseObject({ limits: z.record(z.string(), z.unknown()).optional() })
    .optional()
    .catch(undefined),
});
const Volume = z.looseObject({
  name: Text,
  persistentVolumeClaim: z.looseObject({ claimName: Text, readOnly: z.boolean().optional() }).optional().catch(undefined),
  configMap: z.unknown().optional(),
  secret: z.unknown().optional(),
  projected: z.unknown().optional(),
});
const PodSpecModel = z.looseObject({
  serviceAccountName: z.string().optional().catch(undefined),
  containers: z.array(Container).catch([]),
  initContainers: z.array(Container).catch([]),
  volumes: z.array(Volume).catch([]),
});
export type PodSpec = z.infer<typeof PodSpecModel>;
export type Volume = z.infer<typeof Volume>;

const State = z.looseObject({
  waiting: z.looseObject({ reason: Text, message: Text }).optional(),
  terminated: z.looseObject({ exitCode: z.number().catch(0), signal: z.number().optional(), reason: Text, message: Text }).optional(),
  running: z.looseObject({}).optional(),
});
const Status = z.looseObject({
  name: Text,
  ready: z.boolean().catch(false),
  restartCount: z.number().catch(0),
  state: State.catch({}),
  lastState: State.catch({}),
});
export type ContainerStatus = z.infer<typeof Status>;
const Condition = z.looseObject({ type: Text, status: Text, reason: Text, message: Text });
const PodStatus = z.looseObject({
  phase: Text,
  reason: Text,
  message: Text,
  conditions: z.array(Condition).catch([]),
  containerStatuses: z.array(Status).catch([]),
  initContainerStatuses: z.array(Status).catch([]),
});

export interface PodModel {
  readonly spec: PodSpec;
  readonly status: z.infer<typeof PodStatus>;
}

export function podModel(object: KubeObject): PodModel {
  return { spec: PodSpecModel.parse(mapping(object['spec'])), status: PodStatus.parse(mapping(object['status'])) };
}

/** Conditions of any object that has some. */
export function conditionsOf(object: KubeObject | undefined): readonly z.infer<typeof Condition>[] {
  return z.array(Condition).catch([]).parse(mapping(object?.['status'])['conditions']);
}

/** Where a workload keeps its pod spec, and the spec; undefined for objects that start no pods. */
export function templateOf(object: KubeObject): { readonly podPath: string; readonly template: PodSpec } | undefined {
  const podPath = POD_PATHS[object.kind];
  if (podPath === undefined) return undefined;
  return { podPath, template: PodSpecModel.parse(mapping(fieldOf(object, podPath))) };
}

const POD_PATHS: Readonly<Record<string, string>> = {
  Pod: 'spec',
  Deployment: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  ReplicaSet: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
};

/** The value at a path of plain field names, such as spec.resources; undefined where there is none. */
export function fieldOf(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => mapping(at)[name], value);
}

export function textAt(value: unknown, path: string): string | undefined {
  const found = fieldOf(value, path);
  return typeof found === 'string' ? found : undefined;
}

export function textsAt(value: unknown, path: string): readonly string[] {
  const found = fieldOf(value, path);
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
}

/** A value as a mapping; an empty one where it is none. */
export function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).catch({}).parse(value);
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = fieldOf(value, path);
  return Array.isArray(found) ? found : [];
}
