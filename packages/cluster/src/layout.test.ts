import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { layoutOf } from './layout.ts';
import { ownHome, REAL, SIMULATED } from './testdata/spec.ts';

ownHome();

test('everything of a cluster lies in its folder and bears its name', () => {
  vi.stubEnv('SEATRIAL_HOME', '/st');
  expect(layoutOf(REAL)).toEqual({
    spec: REAL,
    dir: '/st/clusters/dev',
    pki: '/st/clusters/dev/pki',
    config: '/st/clusters/dev/config',
    logs: '/st/clusters/dev/logs',
    kubeconfig: '/st/clusters/dev/kubeconfig',
    socket: '/st/clusters/dev/supervise.sock',
    containerdSocket: '/st/clusters/dev/containerd.sock',
    auditLog: '/st/clusters/dev/audit/audit.log',
    flowLog: '/st/clusters/dev/flows/flows.jsonl',
    apiServer: { host: '10.199.0.2', port: 6443 },
    nodeName: 'dev-node',
    hostname: 'dev-node',
    link: 'st-89839e177e',
    hostAddress: '10.199.0.1',
    nodeAddress: '10.199.0.2',
    cgroup: 'seatrial-dev',
  });
});

test('without a real node the API server is on loopback', () => {
  expect(layoutOf(SIMULATED).apiServer).toEqual({ host: '127.0.0.1', port: 40001 });
});

test.each([
  { network: 0, host: '10.199.0.1', node: '10.199.0.2' },
  { network: 1, host: '10.199.0.5', node: '10.199.0.6' },
  { network: 63, host: '10.199.0.253', node: '10.199.0.254' },
  { network: 64, host: '10.199.1.1', node: '10.199.1.2' },
  { network: 16_383, host: '10.199.255.253', node: '10.199.255.254' },
])('network $network lies between $host and $node', ({ network, host, node }) => {
  const layout = layoutOf({ ...REAL, network });
  expect([layout.hostAddress, layout.nodeAddress]).toEqual([host, node]);
});

test('interfaces have names of at most 15 characters that differ between clusters and between homes', () => {
  const longest = layoutOf({ ...REAL, name: 'x'.repeat(30) }).link;
  const here = layoutOf(REAL).link;
  vi.stubEnv('SEATRIAL_HOME', join('/', 'another'));
  const links = [longest, here, layoutOf(REAL).link];
  expect(links.every((link) => link.length <= 15)).toBe(true);
  expect(new Set(links).size).toBe(3);
});
