import { objectRef } from '@seatrial/contract';
import type { KubeObject } from '@seatrial/contract';
import type { Sight } from './look.ts';
import { podOf } from './model.ts';
import type { Moment } from './moment.ts';
import type { ContainerStatus, PodModel } from './model.ts';

/** Reasons for which a container waits that no waiting cures. The first pull error may pass; the back-off after it says it did not. */
const WAITS_IN_VAIN = new Set([
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'CrashLoopBackOff',
]);
const UNSCHEDULABLE_AFTER_MS = 10_000;
const CLAIM_AFTER_MS = 4_000;

/** Why a pod will not come up however long one waits, or undefined while there is hope. */
export function stuckReason(object: KubeObject, sight: Sight, moment: Moment): string | undefined {
  const pod = podOf(object);
  if (pod.status.phase === 'Failed' && pod.spec.restartPolicy === 'Never' && isLastTry(object, sight)) return 'its pod failed';
  for (const container of [...pod.status.initContainerStatuses, ...pod.status.containerStatuses]) {
    const reason = containerReason(container);
    if (reason !== undefined) return reason;
  }
  return claimReason(object, sight, moment) ?? schedulingReason(pod, moment) ?? mountReason(object, pod, sight);
}

/** A Job may try again; only its second failure, or its own giving up, counts. */
function isLastTry(pod: KubeObject, sight: Sight): boolean {
  const owner = pod.metadata.ownerReferences?.find((reference) => reference.kind === 'Job');
  if (owner === undefined) return true;
  const siblings = sight.pods.filter((other) => other.metadata.ownerReferences?.some((reference) => reference.uid === owner.uid) === true);
  return siblings.filter((sibling) => podOf(sibling).status.phase === 'Failed').length >= 2;
}

function containerReason({ state, lastState, restartCount }: ContainerStatus): string | undefined {
  const waiting = state.waiting?.reason ?? '';
  if (WAITS_IN_VAIN.has(waiting) && (waiting !== 'CrashLoopBackOff' || restartCount >= 1)) return waiting;
  const died = (lastState.terminated?.exitCode ?? 0) !== 0;
  return restartCount >= 2 && died ? 'restarts again and again' : undefined;
}

/** A claim that its provisioner refused; one that merely waits for its first pod is fine. */
function claimReason(pod: KubeObject, sight: Sight, moment: Moment): string | undefined {
  const claims = sight.objects.filter((object) => object.kind === 'PersistentVolumeClaim' && isUsedBy(object, pod));
  const refused = claims.find((claim) =>
    sight.events.some(
      ({ object, reason, lastSeen, count }) =>
        object === objectRef(claim) &&
        ['ProvisioningFailed', 'FailedBinding'].includes(reason) &&
        (count >= 2 || moment.now - Date.parse(lastSeen) > CLAIM_AFTER_MS),
    ),
  );
  return refused === undefined || isBound(refused) ? undefined : `claim ${refused.metadata.name} is not bound`;
}

function isUsedBy(claim: KubeObject, pod: KubeObject): boolean {
  if (claim.metadata.namespace !== pod.metadata.namespace) return false;
  return JSON.stringify(pod['spec']).includes(`"claimName":${JSON.stringify(claim.metadata.name)}`);
}

function isBound(claim: KubeObject): boolean {
  const status = claim['status'];
  return typeof status === 'object' && status !== null && 'phase' in status && status.phase === 'Bound';
}

function schedulingReason(pod: PodModel, moment: Moment): string | undefined {
  const scheduled = pod.status.conditions.find((condition) => condition.type === 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable') return undefined;
  const since = Date.parse(scheduled.lastTransitionTime ?? '');
  return moment.now - since > UNSCHEDULABLE_AFTER_MS ? 'no node accepts its pod' : undefined;
}

function mountReason(object: KubeObject, pod: PodModel, sight: Sight): string | undefined {
  const hasStarted = pod.status.containerStatuses.some(({ state }) => state.running !== undefined || state.terminated !== undefined);
  if (hasStarted) return undefined;
  const failures = sight.events.filter((event) => event.object === objectRef(object) && event.reason === 'FailedMount');
  return failures.reduce((sum, event) => sum + event.count, 0) >= 3 ? 'a volume cannot be mounted' : undefined;
}
