import { expect, test } from 'vitest';
import type { ClusterStatus } from '@seatrial/service';
import { renderStatus } from './render-status.ts';

const etcd = { name: 'etcd', running: true };
const kubelet = { name: 'kubelet', running: false, exit: 'exit status 1' };
const running: ClusterStatus = {
  name: 'dev',
  state: 'running',
  nodes: { kind: 'real' },
  cni: 'cilium',
  server: 'https://10.199.0.2:6443',
  kubeconfig: '/st/clusters/dev/kubeconfig',
  components: [etcd, { name: 'kubelet', running: true }],
  memoryBytes: 812_345_678,
};
const HEAD = `  nodes       1 real, cilium
  server      https://10.199.0.2:6443
  kubeconfig  /st/clusters/dev/kubeconfig
  memory      812 MB resident`;
const stopped: ClusterStatus = {
  name: 'plan',
  state: 'stopped',
  nodes: { kind: 'simulated', count: 3 },
  cni: 'cilium',
  server: undefined,
  kubeconfig: undefined,
  components: [],
  memoryBytes: 0,
};

test.each<{ readonly what: string; readonly clusters: readonly ClusterStatus[]; readonly text: string }>([
  { what: 'no cluster', clusters: [], text: 'There is no cluster. Start one: seatrial cluster up' },
  { what: 'a running one', clusters: [running], text: `dev: running\n${HEAD}\n  components  etcd, kubelet` },
  {
    what: 'one that lost a component, and one that never started',
    clusters: [{ ...running, state: 'degraded', components: [etcd, kubelet, { name: 'cilium', running: false }] }],
    text: `dev: degraded
${HEAD}
  components  etcd
  not running kubelet (exit status 1); repair: seatrial cluster up dev
  not running cilium (never started); repair: seatrial cluster up dev`,
  },
  {
    what: 'one that lost all components',
    clusters: [{ ...running, state: 'degraded', components: [kubelet] }],
    text: `dev: degraded\n${HEAD}\n  not running kubelet (exit status 1); repair: seatrial cluster up dev`,
  },
  {
    what: 'several, one stopped and one of which only a folder is left',
    clusters: [stopped, { ...stopped, name: 'x', nodes: undefined, cni: undefined }],
    text: `plan: stopped
  nodes       3 simulated
  only files are left of it; remove them: seatrial cluster down plan

x: stopped
  only files are left of it; remove them: seatrial cluster down x`,
  },
])('shows $what', ({ clusters, text }) => {
  expect(renderStatus(clusters)).toBe(text);
});
