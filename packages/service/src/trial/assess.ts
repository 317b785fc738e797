import { objectRef } from '@seatrial/contract';
import type { KubeObject, ObservedEvent } from '@seatrial/contract';
import { jobNameOf } from './deploy.ts';
import type { Sight } from './look.ts';
import { generationOf, podOf, workloadOf } from './model.ts';
import type { Moment } from './moment.ts';
import { stuckReason } from './stuck-reason.ts';

export interface Assessment {
  readonly state: 'healthy' | 'failed' | 'progressing';
  /** What it is doing, in a few words; empty where the state says it all. */
  readonly detail: string;
  /** True for what runs on and could still fall over. */
  readonly mayStillFail: boolean;
}

/** How a workload of the change stands. Waiting that evidence says is in vain counts as failed before the deadline. */
export function assess(deployed: KubeObject, sight: Sight, moment: Moment): Assessment {
  const name = objectRef(deployed);
  const current = sight.objects.find((object) => objectRef(object) === name) ?? deployed;
  const pods = sight.pods.filter((pod) => sight.owners.get(objectRef(pod)) === name && pod.metadata['deletionTimestamp'] === undefined);
  const done = isDone(current, sight) ?? (isSuspended(deployed) ? COMPLETE : undefined);
  if (done !== undefined) return done;
  const reason =
    hopeless(current, sight) ??
    pods.map((pod) => stuckReason(pod, sight, moment)).find((one) => one !== undefined) ??
    withoutPods(name, pods, sight, moment);
  if (reason !== undefined) return { state: 'failed', detail: reason, mayStillFail: false };
  if (moment.isOver && isUnwell(pods, sight.events)) return { state: 'failed', detail: 'not ready', mayStillFail: false };
  return {
    state: 'progressing',
    detail: pods.length === 0 ? 'no pod yet' : podOf(pods[0] ?? current).status.phase.toLowerCase(),
    mayStillFail: false,
  };
}

const WELL: Assessment = { state: 'healthy', detail: '', mayStillFail: true };
const COMPLETE: Assessment = { state: 'healthy', detail: 'complete', mayStillFail: false };

function isDone(object: KubeObject, sight: Sight): Assessment | undefined {
  const { spec, status } = workloadOf(object);
  const isCurrent = status.observedGeneration >= generationOf(object);
  switch (object.kind) {
    case 'Deployment':
    case 'ReplicaSet': {
      const updated = object.kind === 'Deployment' ? status.updatedReplicas : status.replicas;
      return isCurrent && updated >= spec.replicas && status.availableReplicas >= spec.replicas && status.replicas === spec.replicas
        ? WELL
        : undefined;
    }
    case 'StatefulSet':
      return isCurrent && isUpdated(object) && status.readyReplicas >= spec.replicas && status.replicas === spec.replicas
        ? WELL
        : undefined;
    case 'DaemonSet':
      return isCurrent && isUpdated(object) && status.numberReady >= status.desiredNumberScheduled ? WELL : undefined;
    case 'CronJob': {
      const job = sight.objects.find((one) => one.kind === 'Job' && sight.owners.get(objectRef(one)) === objectRef(object));
      return job === undefined ? removedJob(object, sight) : isDone(job, sight);
    }
    case 'Job':
      return status.conditions.some((condition) => condition.type === 'Complete' && condition.status === 'True') ? COMPLETE : undefined;
    default: {
      const pod = podOf(object);
      if (pod.status.phase === 'Succeeded') return COMPLETE;
      return pod.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True') ? WELL : undefined;
    }
  }
}

/** As many pods of a StatefulSet or DaemonSet are of its newest template as its update strategy asks for. */
function isUpdated(object: KubeObject): boolean {
  const { spec, status } = workloadOf(object);
  if (spec.updateStrategy.type === 'OnDelete') return true;
  if (object.kind === 'DaemonSet') return status.updatedNumberScheduled >= status.desiredNumberScheduled;
  return status.updatedReplicas >= spec.replicas - (spec.updateStrategy.rollingUpdate?.partition ?? 0);
}

/** A CronJob that its author suspended; the trial suspends it too, but only after it was applied. */
function isSuspended({ kind, spec }: KubeObject): boolean {
  return kind === 'CronJob' && typeof spec === 'object' && spec !== null && 'suspend' in spec && spec.suspend === true;
}

/** A job with a short ttlSecondsAfterFinished may be gone before it is looked at; its events stay. */
function removedJob(cronJob: KubeObject, sight: Sight): Assessment | undefined {
  const name = objectRef({ kind: 'Job', metadata: { ...cronJob.metadata, name: jobNameOf(cronJob.metadata.name) } });
  const reasons = sight.events.filter((event) => event.object === name).map((event) => event.reason);
  if (reasons.includes('Completed')) return COMPLETE;
  return reasons.includes('BackoffLimitExceeded') ? { state: 'failed', detail: 'BackoffLimitExceeded', mayStillFail: false } : undefined;
}

/** Conditions by which a controller itself says that it has given up. */
function hopeless(object: KubeObject, sight: Sight): string | undefined {
  if (object.kind === 'CronJob') {
    const job = sight.objects.find((one) => one.kind === 'Job' && sight.owners.get(objectRef(one)) === objectRef(object));
    return job === undefined ? undefined : hopeless(job, sight);
  }
  const { status } = workloadOf(object);
  const failed = status.conditions.find(({ type, status: value }) => type === 'Failed' && value === 'True');
  if (failed !== undefined) return failed.reason;
  const stalled = status.conditions.find(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded');
  return stalled?.reason;
}

const NO_PODS_AFTER_MS = 3_000;

function withoutPods(name: string, pods: readonly KubeObject[], sight: Sight, moment: Moment): string | undefined {
  if (pods.length > 0) return undefined;
  const refusal = sight.events.find(
    (event) => event.reason === 'FailedCreate' && (event.object === name || sight.owners.get(event.object) === name),
  );
  if (refusal === undefined) return undefined;
  return refusal.count >= 3 || moment.now - Date.parse(refusal.lastSeen) > NO_PODS_AFTER_MS ? 'no pod can be created' : undefined;
}

/** Containers run, but a probe says no. */
function isUnwell(pods: readonly KubeObject[], events: readonly ObservedEvent[]): boolean {
  return pods.some((pod) => events.some((event) => event.object === objectRef(pod) && event.reason === 'Unhealthy' && event.count >= 2));
}
