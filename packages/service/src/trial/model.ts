import { z } from 'zod';
import type { KubeObject } from '@seatrial/contract';

/** The parts of live objects that judging them needs; anything else in them is ignored. */

const ContainerState = z.looseObject({
  waiting: z.looseObject({ reason: z.string().default(''), message: z.string().default('') }).optional(),
  running: z.looseObject({ startedAt: z.string().optional() }).optional(),
  terminated: z.looseObject({ exitCode: z.int().default(0), reason: z.string().default('') }).optional(),
});
const ContainerStatus = z.looseObject({
  name: z.string(),
  ready: z.boolean().default(false),
  restartCount: z.int().default(0),
  state: ContainerState.default({}),
  lastState: ContainerState.default({}),
});
const Condition = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(''),
  message: z.string().default(''),
  lastTransitionTime: z.string().optional(),
});
const Probe = z.looseObject({
  initialDelaySeconds: z.number().default(0),
  periodSeconds: z.number().default(10),
  failureThreshold: z.number().default(3),
});
const Container = z.looseObject({ name: z.string(), readinessProbe: Probe.optional(), startupProbe: Probe.optional() });
const PodSpec = z.looseObject({
  containers: z.array(Container).default([]),
  initContainers: z.array(Container).default([]),
  restartPolicy: z.string().default('Always'),
});

const PodModel = z.looseObject({
  spec: PodSpec.default({ containers: [], initContainers: [], restartPolicy: 'Always' }),
  status: z
    .looseObject({
      phase: z.string().default('Pending'),
      startTime: z.string().optional(),
      conditions: z.array(Condition).default([]),
      containerStatuses: z.array(ContainerStatus).default([]),
      initContainerStatuses: z.array(ContainerStatus).default([]),
    })
    .prefault({}),
});
export type PodModel = z.infer<typeof PodModel>;
export type ContainerStatus = z.infer<typeof ContainerStatus>;

const Template = z.looseObject({ spec: PodSpec });
const UpdateStrategy = z.looseObject({
  type: z.string().default('RollingUpdate'),
  rollingUpdate: z.looseObject({ partition: z.int().default(0) }).nullish(),
});
const WorkloadModel = z.looseObject({
  spec: z
    .looseObject({
      replicas: z.int().default(1),
      template: Template.optional(),
      minReadySeconds: z.number().default(0),
      updateStrategy: UpdateStrategy.prefault({}),
    })
    .prefault({}),
  status: z
    .looseObject({
      observedGeneration: z.int().default(0),
      replicas: z.int().default(0),
      updatedReplicas: z.int().default(0),
      readyReplicas: z.int().default(0),
      availableReplicas: z.int().default(0),
      desiredNumberScheduled: z.int().default(0),
      numberReady: z.int().default(0),
      updatedNumberScheduled: z.int().default(0),
      failed: z.int().default(0),
      conditions: z.array(Condition).default([]),
    })
    .prefault({}),
});
export type WorkloadModel = z.infer<typeof WorkloadModel>;

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod']);

export function isWorkload({ kind, apiVersion }: KubeObject): boolean {
  return WORKLOADS.has(kind) && ['v1', 'apps/v1', 'batch/v1'].includes(apiVersion);
}

export function podOf(object: KubeObject): PodModel {
  return PodModel.parse(object);
}

export function workloadOf(object: KubeObject): WorkloadModel {
  return WorkloadModel.parse(object);
}

export function generationOf(object: KubeObject): number {
  const generation = object.metadata['generation'];
  return typeof generation === 'number' ? generation : 0;
}

/** The pod template that a workload starts its pods from. */
export function podSpecOf(object: KubeObject): z.infer<typeof PodSpec> | undefined {
  if (object.kind === 'Pod') return podOf(object).spec;
  if (object.kind !== 'CronJob') return workloadOf(object).spec.template?.spec;
  const CronJob = z.looseObject({ spec: z.looseObject({ jobTemplate: z.looseObject({ spec: z.looseObject({ template: Template }) }) }) });
  return CronJob.safeParse(object).data?.spec.jobTemplate.spec.template.spec;
}
