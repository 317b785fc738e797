import { describe, expect, test } from 'vitest';
import type { KubeObject, ObservedEvent } from '@seatrial/contract';
import { assess } from './assess.ts';
import type { Assessment } from './assess.ts';
import { event, NOW, OF_JOB, pod, secondsAgo, sightOf, workload } from './testdata/sight.ts';

interface Row {
  readonly what: string;
  readonly object: KubeObject;
  /** As it was when it was applied, where that differs. */
  readonly deployed?: KubeObject;
  readonly pods?: readonly KubeObject[];
  readonly generated?: readonly KubeObject[];
  readonly events?: readonly ObservedEvent[];
  readonly isOver?: boolean;
  readonly is: Assessment;
}

const WELL: Assessment = { state: 'healthy', detail: '', mayStillFail: true };
const COMPLETE: Assessment = { state: 'healthy', detail: 'complete', mayStillFail: false };
const running = pod({ phase: 'Running', containerStatuses: [{ name: 'app', state: { running: {} } }] });
const pulling = pod({ phase: 'Pending', containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ErrImagePull' } } }] });
const crashing = pod({
  phase: 'Running',
  containerStatuses: [{ name: 'app', restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
});
const failedOnce = pod({ phase: 'Failed' }, { spec: { restartPolicy: 'Never' }, metadata: OF_JOB });

const deployment = (status: object, generation = 1, spec: object = { replicas: 2 }): KubeObject =>
  workload('Deployment', spec, status, generation);
const UP = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };

const deployments: readonly Row[] = [
  { what: 'all replicas available', object: deployment(UP), is: WELL },
  { what: 'replicas: 0', object: deployment({ observedGeneration: 1 }, 1, { replicas: 0 }), is: WELL },
  { what: 'no status yet', object: deployment({}), is: progressing('no pod yet') },
  { what: 'one of two available', object: deployment({ ...UP, availableReplicas: 1 }), pods: [running], is: progressing('running') },
  {
    what: 'ready, but not for minReadySeconds yet',
    object: deployment({ ...UP, availableReplicas: 0 }),
    pods: [running],
    is: progressing('running'),
  },
  { what: 'an update that its controller has not seen', object: deployment(UP, 2), pods: [running], is: progressing('running') },
  {
    what: 'a rollout with old pods still up',
    object: deployment({ ...UP, observedGeneration: 2, updatedReplicas: 1, replicas: 3 }, 2),
    pods: [running],
    is: progressing('running'),
  },
  {
    what: 'a rollout whose last old pod is still there',
    object: deployment({ ...UP, observedGeneration: 2, replicas: 3 }, 2),
    pods: [running],
    is: progressing('running'),
  },
  { what: 'a finished rollout', object: deployment({ ...UP, observedGeneration: 2 }, 2), is: WELL },
  {
    what: 'the first ErrImagePull',
    object: deployment({ observedGeneration: 1, replicas: 1 }),
    pods: [pulling],
    is: progressing('pending'),
  },
  { what: 'a crash loop', object: deployment({ ...UP, availableReplicas: 0 }), pods: [crashing], is: failed('CrashLoopBackOff') },
  {
    what: 'a crash loop of a pod that is being deleted',
    object: deployment({ ...UP, availableReplicas: 1 }),
    pods: [{ ...crashing, metadata: { ...crashing.metadata, deletionTimestamp: secondsAgo(1) } }],
    is: progressing('no pod yet'),
  },
  {
    what: 'given up by its controller',
    object: deployment({
      observedGeneration: 1,
      conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
    }),
    is: failed('ProgressDeadlineExceeded'),
  },
  {
    what: 'pods that are refused again and again',
    object: deployment({ observedGeneration: 1 }),
    generated: [replicaSet()],
    events: [event('ReplicaSet/pay/app-5d', 'FailedCreate', { count: 3 })],
    is: failed('no pod can be created'),
  },
  {
    what: 'a pod that was refused once, 4 s ago, and not created since',
    object: deployment({ observedGeneration: 1 }),
    generated: [replicaSet()],
    events: [event('ReplicaSet/pay/app-5d', 'FailedCreate', { ago: 4 })],
    is: failed('no pod can be created'),
  },
  {
    what: 'a pod that was refused a moment ago',
    object: deployment({ observedGeneration: 1 }),
    generated: [replicaSet()],
    events: [event('ReplicaSet/pay/app-5d', 'FailedCreate')],
    is: progressing('no pod yet'),
  },
  {
    what: 'a refused pod of somebody else',
    object: deployment({ observedGeneration: 1 }),
    events: [event('ReplicaSet/pay/other-1', 'FailedCreate', { count: 9 })],
    is: progressing('no pod yet'),
  },
  {
    what: 'a probe that says no, in time',
    object: deployment({ observedGeneration: 1, replicas: 2 }),
    pods: [running],
    events: [event('Pod/pay/app-1', 'Unhealthy', { count: 20 })],
    is: progressing('running'),
  },
  {
    what: 'a probe that says no, at the deadline',
    object: deployment({ observedGeneration: 1, replicas: 2 }),
    pods: [running],
    events: [event('Pod/pay/app-1', 'Unhealthy', { count: 2 })],
    isOver: true,
    is: failed('not ready'),
  },
  {
    what: 'slow without a word of trouble, at the deadline',
    object: deployment({ observedGeneration: 1, replicas: 2 }),
    pods: [running],
    isOver: true,
    is: progressing('running'),
  },
];

const set = (status: object, spec: object = {}, generation = 1): KubeObject =>
  workload('StatefulSet', { replicas: 2, updateStrategy: { type: 'RollingUpdate' }, ...spec }, status, generation);
const SET_UP = { observedGeneration: 1, replicas: 2, readyReplicas: 2, updatedReplicas: 2, availableReplicas: 2 };

const statefulSets: readonly Row[] = [
  { what: 'all replicas ready', object: set(SET_UP), is: WELL },
  {
    what: 'the first of two ready',
    object: set({ ...SET_UP, replicas: 1, readyReplicas: 1, updatedReplicas: 1 }),
    pods: [running],
    is: progressing('running'),
  },
  {
    what: 'an update that has not reached its pods',
    object: set({ ...SET_UP, observedGeneration: 2, updatedReplicas: 0 }, {}, 2),
    pods: [running],
    is: progressing('running'),
  },
  { what: 'an update that reached its pods', object: set({ ...SET_UP, observedGeneration: 2 }, {}, 2), is: WELL },
  {
    what: 'an update that stops at its partition',
    object: set({ ...SET_UP, updatedReplicas: 1 }, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }),
    is: WELL,
  },
  {
    what: 'an update that waits until somebody deletes the pods',
    object: set({ ...SET_UP, updatedReplicas: 0 }, { updateStrategy: { type: 'OnDelete' } }),
    is: WELL,
  },
  {
    what: 'a claim that nobody provides',
    object: set({ observedGeneration: 1, replicas: 1 }),
    pods: [pod({ phase: 'Pending' }, { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-app-0' } }] } })],
    generated: [
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data-app-0', namespace: 'pay' }, status: { phase: 'Pending' } },
    ],
    events: [event('PersistentVolumeClaim/pay/data-app-0', 'ProvisioningFailed', { count: 2 })],
    is: failed('claim data-app-0 is not bound'),
  },
];

const daemons = (status: object, spec: object = {}): KubeObject => workload('DaemonSet', spec, status);
const daemonSets: readonly Row[] = [
  {
    what: 'ready on every node',
    object: daemons({ observedGeneration: 1, desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3 }),
    is: WELL,
  },
  {
    what: 'ready on some nodes',
    object: daemons({ observedGeneration: 1, desiredNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 3 }),
    pods: [running],
    is: progressing('running'),
  },
  {
    what: 'old pods ready on every node',
    object: daemons({ observedGeneration: 1, desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 1 }),
    pods: [running],
    is: progressing('running'),
  },
  {
    what: 'an update that waits until somebody deletes the pods',
    object: daemons(
      { observedGeneration: 1, desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 0 },
      { updateStrategy: { type: 'OnDelete' } },
    ),
    is: WELL,
  },
  { what: 'not seen by its controller', object: daemons({}), is: progressing('no pod yet') },
];

const job = (status: object, name = 'app'): KubeObject => {
  const one = workload('Job', {}, status);
  return { ...one, metadata: { ...one.metadata, name } };
};
const DONE = { conditions: [{ type: 'Complete', status: 'True' }] };
const GIVEN_UP = { failed: 3, conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] };

const jobs: readonly Row[] = [
  { what: 'complete', object: job(DONE), is: COMPLETE },
  { what: 'complete at its second try', object: job(DONE), pods: [failedOnce], is: COMPLETE },
  { what: 'running', object: job({ active: 1 }), pods: [running], is: progressing('running') },
  { what: 'one failed pod with tries left', object: job({ failed: 1 }), pods: [failedOnce], is: progressing('failed') },
  { what: 'tries used up', object: job(GIVEN_UP), pods: [failedOnce], is: failed('BackoffLimitExceeded') },
  {
    what: 'longer than it may take',
    object: job({ conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded' }] }),
    is: failed('DeadlineExceeded'),
  },
  { what: 'still running at the deadline', object: job({ active: 1 }), pods: [running], isOver: true, is: progressing('running') },
];

const cron = (spec: object = { suspend: true }): KubeObject => workload('CronJob', spec, {});
const cronJobs: readonly Row[] = [
  { what: 'its job complete', object: cron(), deployed: cron({}), generated: [job(DONE, 'app-trial')], is: COMPLETE },
  {
    what: 'its job running',
    object: cron(),
    deployed: cron({}),
    generated: [job({}, 'app-trial')],
    pods: [running],
    is: progressing('running'),
  },
  {
    what: 'its job given up',
    object: cron(),
    deployed: cron({}),
    generated: [job(GIVEN_UP, 'app-trial')],
    is: failed('BackoffLimitExceeded'),
  },
  {
    what: 'its job complete and removed already',
    object: cron(),
    deployed: cron({}),
    events: [event('Job/pay/app-trial', 'SuccessfulCreate'), event('Job/pay/app-trial', 'Completed')],
    is: COMPLETE,
  },
  {
    what: 'its job given up and removed already',
    object: cron(),
    deployed: cron({}),
    events: [event('Job/pay/app-trial', 'BackoffLimitExceeded')],
    is: failed('BackoffLimitExceeded'),
  },
  { what: 'no job yet', object: cron(), deployed: cron({}), is: progressing('no pod yet') },
  { what: 'suspended by its author', object: cron(), deployed: cron(), is: COMPLETE },
];

const ready = pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });
const pods: readonly Row[] = [
  { what: 'ready', object: ready, pods: [ready], is: WELL },
  { what: 'ended well', object: pod({ phase: 'Succeeded' }), pods: [pod({ phase: 'Succeeded' })], is: COMPLETE },
  { what: 'running, but not ready', object: running, pods: [running], is: progressing('running') },
  {
    what: 'failed for good',
    object: pod({ phase: 'Failed' }, { spec: { restartPolicy: 'Never' } }),
    pods: [pod({ phase: 'Failed' }, { spec: { restartPolicy: 'Never' } })],
    is: failed('its pod failed'),
  },
];

describe.each([
  ['Deployment', deployments],
  ['StatefulSet', statefulSets],
  ['DaemonSet', daemonSets],
  ['Job', jobs],
  ['CronJob', cronJobs],
  ['Pod', pods],
] as const)('%s', (_, rows) => {
  test.each(rows.map((row) => [row.what, row.is.state, row] as const))('%s: %s', (_what, _state, row) => {
    const { object, deployed, isOver = false, is, ...seen } = row;
    expect(assess(deployed ?? object, sightOf(object, seen), { isOver, now: NOW })).toEqual(is);
  });
});

test('an object that is gone is judged as it was applied', () => {
  const applied = deployment({});
  const sight = { ...sightOf(applied, {}), objects: [] };
  expect(assess(applied, sight, { isOver: true, now: NOW })).toEqual(progressing('no pod yet'));
});

function progressing(detail: string): Assessment {
  return { state: 'progressing', detail, mayStillFail: false };
}

function failed(detail: string): Assessment {
  return { state: 'failed', detail, mayStillFail: false };
}

function replicaSet(): KubeObject {
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'app-5d', namespace: 'pay' } };
}
