import { expect, test } from 'vitest';
import type { KubeObject, ObservedEvent } from '@seatrial/contract';
import { stuckReason } from './stuck-reason.ts';
import { event, NOW, OF_JOB, pod, secondsAgo, sightOf } from './testdata/sight.ts';

interface Row {
  readonly what: string;
  readonly pod: KubeObject;
  readonly siblings?: readonly KubeObject[];
  readonly others?: readonly KubeObject[];
  readonly events?: readonly ObservedEvent[];
  readonly reason: string | undefined;
}

const claim = (phase: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'pay' },
  status: { phase },
});
const CLAIM = 'PersistentVolumeClaim/pay/data';
const USING_CLAIM = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };

const rows: readonly Row[] = [
  ...[
    ['ImagePullBackOff', 0, 'ImagePullBackOff'],
    ['ErrImageNeverPull', 0, 'ErrImageNeverPull'],
    ['InvalidImageName', 0, 'InvalidImageName'],
    ['CreateContainerConfigError', 0, 'CreateContainerConfigError'],
    ['CreateContainerError', 0, 'CreateContainerError'],
    ['RunContainerError', 0, 'RunContainerError'],
    ['CrashLoopBackOff', 1, 'CrashLoopBackOff'],
    ['ErrImagePull', 0, undefined],
    ['ContainerCreating', 0, undefined],
    ['PodInitializing', 0, undefined],
  ].map(([waiting, restarts, reason]) => ({
    what: `waiting with ${String(waiting)}`,
    pod: waitingPod(String(waiting), Number(restarts)),
    reason: reason === undefined ? undefined : String(reason),
  })),
  {
    what: 'an init container that crashes',
    pod: pod({
      phase: 'Pending',
      initContainerStatuses: [{ name: 'migrate', restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      containerStatuses: [{ name: 'app', state: { waiting: { reason: 'PodInitializing' } } }],
    }),
    reason: 'CrashLoopBackOff',
  },
  { what: 'running again after two failed runs', pod: restartedPod(2, 1), reason: 'restarts again and again' },
  { what: 'running again after one failed run', pod: restartedPod(1, 1), reason: undefined },
  { what: 'running again after two runs that ended well', pod: restartedPod(2, 0), reason: undefined },
  { what: 'failed, never restarted, of no Job', pod: failedPod('app-1', {}), reason: 'its pod failed' },
  {
    what: 'failed, but restarted by its own policy',
    pod: pod({ phase: 'Failed' }, { spec: { restartPolicy: 'OnFailure' } }),
    reason: undefined,
  },
  { what: 'the first failed pod of a Job, which may try again', pod: failedPod('app-1', OF_JOB), reason: undefined },
  {
    what: 'the second failed pod of a Job',
    pod: failedPod('app-1', OF_JOB),
    siblings: [failedPod('app-2', OF_JOB)],
    reason: 'its pod failed',
  },
  {
    what: 'one failed pod of a Job beside its second try',
    pod: failedPod('app-1', OF_JOB),
    siblings: [pod({ phase: 'Running' }, { name: 'app-2', metadata: OF_JOB })],
    reason: undefined,
  },
  { what: 'unschedulable for 3 s', pod: unschedulable(3), reason: undefined },
  { what: 'unschedulable for 11 s', pod: unschedulable(11), reason: 'no node accepts its pod' },
  { what: 'kept back by a scheduling gate', pod: unschedulable(60, 'SchedulingGated'), reason: undefined },
  {
    what: 'a claim that its provisioner refused twice',
    pod: pod({ phase: 'Pending' }, { spec: USING_CLAIM }),
    others: [claim('Pending')],
    events: [event(CLAIM, 'ProvisioningFailed', { count: 2 })],
    reason: 'claim data is not bound',
  },
  {
    what: 'a claim that was refused a moment ago',
    pod: pod({ phase: 'Pending' }, { spec: USING_CLAIM }),
    others: [claim('Pending')],
    events: [event(CLAIM, 'ProvisioningFailed', { ago: 1 })],
    reason: undefined,
  },
  {
    what: 'a claim for which there is no class',
    pod: pod({ phase: 'Pending' }, { spec: USING_CLAIM }),
    others: [claim('Pending')],
    events: [event(CLAIM, 'FailedBinding', { ago: 5 })],
    reason: 'claim data is not bound',
  },
  {
    what: 'a claim that waits for its first pod',
    pod: pod({ phase: 'Pending' }, { spec: USING_CLAIM }),
    others: [claim('Pending')],
    events: [event(CLAIM, 'WaitForFirstConsumer', { count: 9, ago: 30 })],
    reason: undefined,
  },
  {
    what: 'a claim that was bound in the end',
    pod: pod({ phase: 'Pending' }, { spec: USING_CLAIM }),
    others: [claim('Bound')],
    events: [event(CLAIM, 'ProvisioningFailed', { count: 2 })],
    reason: undefined,
  },
  {
    what: 'the trouble of a claim that it does not use',
    pod: pod({ phase: 'Pending' }),
    others: [claim('Pending')],
    events: [event(CLAIM, 'ProvisioningFailed', { count: 9 })],
    reason: undefined,
  },
  {
    what: 'a volume that could not be mounted three times',
    pod: waitingPod('ContainerCreating', 0),
    events: [event('Pod/pay/app-1', 'FailedMount', { count: 2 }), event('Pod/pay/app-1', 'FailedMount')],
    reason: 'a volume cannot be mounted',
  },
  {
    what: 'a volume that could not be mounted twice',
    pod: waitingPod('ContainerCreating', 0),
    events: [event('Pod/pay/app-1', 'FailedMount', { count: 2 })],
    reason: undefined,
  },
  {
    what: 'a volume that was mounted in the end',
    pod: pod({ phase: 'Running', containerStatuses: [{ name: 'app', state: { running: {} } }] }),
    events: [event('Pod/pay/app-1', 'FailedMount', { count: 5 })],
    reason: undefined,
  },
  { what: 'a pod without any status yet', pod: pod({}), reason: undefined },
];

test.each(rows.map((row) => [row.what, row.reason, row] as const))('%s: %s', (_what, reason, row) => {
  const { pod: own, siblings = [], others = [], events = [] } = row;
  const sight = sightOf(own, { pods: [own, ...siblings], others, events });
  expect(stuckReason(own, sight, { isOver: false, now: NOW })).toBe(reason);
});

function waitingPod(reason: string, restartCount: number): KubeObject {
  return pod({ phase: 'Pending', containerStatuses: [{ name: 'app', restartCount, state: { waiting: { reason } } }] });
}

function restartedPod(restartCount: number, exitCode: number): KubeObject {
  const lastState = { terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' } };
  return pod({ phase: 'Running', containerStatuses: [{ name: 'app', restartCount, state: { running: {} }, lastState }] });
}

function failedPod(name: string, metadata: object): KubeObject {
  const terminated = { exitCode: 1, reason: 'Error' };
  const status = { phase: 'Failed', containerStatuses: [{ name: 'app', state: { terminated } }] };
  return pod(status, { name, metadata, spec: { restartPolicy: 'Never' } });
}

function unschedulable(seconds: number, reason = 'Unschedulable'): KubeObject {
  const condition = { type: 'PodScheduled', status: 'False', reason, lastTransitionTime: secondsAgo(seconds) };
  return pod({ phase: 'Pending', conditions: [condition] });
}
