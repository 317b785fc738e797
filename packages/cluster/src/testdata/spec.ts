import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { ClusterSpec } from '../cluster-dir.ts';

export const REAL: ClusterSpec = {
  name: 'dev',
  nodes: { kind: 'real' },
  cni: 'cilium',
  network: 0,
  ports: { apiServer: 6443, etcd: 2379, etcdPeer: 2380, kwok: 0 },
  kube: '/programs/seatrial-kube',
  cilium: '/programs/cilium',
  localPath: '/programs/local-path-provisioner',
  createdAt: '2026-11-23T10:00:00.000Z',
};

export const SIMULATED: ClusterSpec = {
  name: 'plan',
  nodes: { kind: 'simulated', count: 3 },
  cni: 'cilium',
  network: 0,
  ports: { apiServer: 40001, etcd: 40002, etcdPeer: 40003, kwok: 40004 },
  kube: '/programs/seatrial-kube',
  createdAt: '2026-11-23T10:00:00.000Z',
};

/** Gives every test of a file a SEATRIAL_HOME of its own, and returns where it is. */
export function ownHome(): () => string {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'st-'));
    vi.stubEnv('SEATRIAL_HOME', home);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  });
  return () => home;
}
