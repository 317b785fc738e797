import { mkdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { clusterDir, ClusterSpec, writeSpec } from './cluster-dir.ts';
import { planSpec } from './plan-spec.ts';
import { ownHome, REAL, SIMULATED } from './testdata/spec.ts';

ownHome();

const PROGRAMS = { kube: '/k', localPath: '/l', systemImage: '/system.tar', cilium: '/c' };
const real = { name: 'dev', nodes: { kind: 'real' }, cni: 'cilium' } as const;

// Clusters of others may run on this machine.
const isMachineFree = !Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address.startsWith('10.199.')));

test('a real node has the ports that everybody knows, and its programs are remembered', async () => {
  const spec = await planSpec(real, PROGRAMS);
  expect(spec).toMatchObject({ ...real, kube: '/k', localPath: '/l', cilium: '/c' });
  expect(spec.ports).toEqual({ apiServer: 6443, etcd: 2379, etcdPeer: 2380, kwok: 0 });
  expect(ClusterSpec.parse(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
  expect(spec).not.toHaveProperty('systemImage');
});

test.runIf(isMachineFree)('a new cluster takes the first network that no other real one has', async () => {
  for (const [name, network] of [
    ['a', 0],
    ['b', 1],
    ['d', 3],
  ] as const)
    await keep({ ...REAL, name, network });
  await keep({ ...SIMULATED, network: 2 });
  expect((await planSpec(real, PROGRAMS)).network).toBe(2);
});

test('a control plane alone takes four different free ports and no network', async () => {
  const spec = await planSpec({ ...real, nodes: { kind: 'simulated', count: 3 } }, { kube: '/k' });
  const ports = Object.values(spec.ports);
  expect(spec.network).toBe(0);
  expect(new Set(ports).size).toBe(4);
  expect(ports.every((port) => port > 0)).toBe(true);
});

async function keep(spec: ClusterSpec): Promise<void> {
  mkdirSync(clusterDir(spec.name), { recursive: true });
  await writeSpec(spec);
}
