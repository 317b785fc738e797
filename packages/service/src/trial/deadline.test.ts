import { expect, test } from 'vitest';
import type { KubeObject } from '@seatrial/contract';
import { deadlineFor } from './deadline.ts';
import { pod, workload } from './testdata/sight.ts';

const withPods = (kind: string, container: object = {}, spec: object = {}): KubeObject =>
  workload(kind, { ...spec, template: { spec: { containers: [{ name: 'app', ...container }] } } }, {});
const cronJob = workload('CronJob', { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'app' }] } } } } }, {});
const SLOW = { startupProbe: { initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 30 } };

test.each<{ readonly what: string; readonly workloads: readonly KubeObject[]; readonly seconds: number }>([
  { what: 'nothing that runs', workloads: [], seconds: 0 },
  { what: 'a Deployment', workloads: [withPods('Deployment')], seconds: 60 },
  { what: 'a Pod', workloads: [pod({})], seconds: 60 },
  { what: 'a Job', workloads: [withPods('Job')], seconds: 120 },
  { what: 'a CronJob', workloads: [cronJob], seconds: 120 },
  { what: 'a Deployment beside a Job', workloads: [withPods('Deployment'), withPods('Job')], seconds: 120 },
  { what: 'a startup probe', workloads: [withPods('Deployment', SLOW)], seconds: 60 + 5 + 300 },
  { what: 'a startup probe of defaults', workloads: [withPods('Deployment', { startupProbe: {} })], seconds: 60 + 30 },
  {
    what: 'a readiness probe that starts late',
    workloads: [withPods('Deployment', { readinessProbe: { initialDelaySeconds: 90 } })],
    seconds: 150,
  },
  { what: 'minReadySeconds', workloads: [withPods('Deployment', {}, { minReadySeconds: 30 })], seconds: 90 },
  { what: 'the slowest of several', workloads: [withPods('StatefulSet'), withPods('Deployment', SLOW)], seconds: 365 },
])('$what: $seconds s', ({ workloads, seconds }) => {
  expect(deadlineFor(workloads)).toBe(seconds * 1000);
});
