import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditPosition, flowPosition, readDenials, readDrops } from '@seatrial/cluster';
import { connectAs, createNamespace, eventually, probePod, runPod, servePod, startCluster } from './support/real-cluster.ts';
import type { TestCluster } from './support/real-cluster.ts';

let real: TestCluster;

beforeAll(async () => {
  real = await startCluster('reality');
});
afterAll(() => real.stop());

describe('network', () => {
  beforeAll(async () => {
    await createNamespace(real.kube, 'web');
    await servePod(real.kube, { namespace: 'web', name: 'server', labels: { app: 'server' } });
    await real.kube.create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'server', namespace: 'web' },
      spec: { selector: { app: 'server' }, ports: [{ port: 80, targetPort: 8080 }] },
    });
  });

  const get = (name: string) =>
    runPod(real.kube, {
      namespace: 'web',
      name,
      labels: { app: name },
      args: ['get', 'http://server.web.svc.cluster.local/', '--timeout', '3s'],
    });

  test('a pod resolves a Service by name and reaches it', async () => {
    expect(await eventually('the Service to answer', async () => ((await get('client')).exitCode === 0 ? 'reached' : undefined))).toBe(
      'reached',
    );
  });

  test('a default-deny NetworkPolicy drops that traffic, names both pods, and an allow rule restores it for the right pod only', async () => {
    const since = await flowPosition(real.cluster.layout);
    const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'rule', namespace: 'web' } };
    const selected = { podSelector: { matchLabels: { app: 'server' } }, policyTypes: ['Ingress'] };
    await real.kube.apply({ ...policy, spec: selected });
    await eventually('the policy to be enforced', async () => ((await get('client')).exitCode === 1 ? 'dropped' : undefined));
    const drop = {
      from: 'Pod/web/client',
      to: 'Pod/web/server',
      protocol: 'TCP',
      port: 8080,
      reason: 'POLICY_DENIED',
      direction: 'ingress',
    };
    expect(
      await eventually('the flow log', async () => (await readDrops(real.cluster.layout, since)).find((one) => one.from === drop.from)),
    ).toMatchObject(drop);

    await real.kube.apply({ ...policy, spec: { ...selected, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }] } });
    await eventually('the allow rule to be enforced', async () => ((await get('client')).exitCode === 0 ? 'reached' : undefined));
    expect((await get('stranger')).exitCode).toBe(1);
  });

  test('a pod reaches the API server with its own token', async () => {
    const answer = await runPod(real.kube, {
      namespace: 'web',
      name: 'api',
      args: ['get', 'https://kubernetes.default.svc.cluster.local/version'],
    });
    expect(answer.log).not.toContain('no such host');
    expect(answer.log).toContain('certificate');
  });
});

describe('storage', () => {
  beforeAll(() => createNamespace(real.kube, 'data'));

  test('a claim binds and keeps its data across pods', async () => {
    await real.kube.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'kept', namespace: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Mi' } } },
    });
    const mounted = {
      spec: { volumes: [{ name: 'kept', persistentVolumeClaim: { claimName: 'kept' } }] },
      container: { volumeMounts: [{ name: 'kept', mountPath: '/kept' }] },
    };
    const withVolume = (name: string, args: readonly string[]) => {
      const pod = probePod({ namespace: 'data', name, args, container: mounted.container });
      const spec = pod['spec'] as Readonly<Record<string, unknown>>;
      return runPod(real.kube, { namespace: 'data', name, args, container: mounted.container, spec: { ...spec, ...mounted.spec } });
    };
    expect((await withVolume('writer', ['write', '/kept/file', 'remember me'])).exitCode).toBe(0);
    expect((await withVolume('reader', ['read', '/kept/file'])).log.trim()).toBe('remember me');
  });
});

describe('limits', () => {
  test('a container over its memory limit is OOMKilled and says so', async () => {
    await createNamespace(real.kube, 'memory');
    const ended = await runPod(real.kube, {
      namespace: 'memory',
      name: 'hog',
      args: ['hog', '256', '--for', '20s'],
      container: { resources: { limits: { memory: '32Mi' } } },
    });
    expect(ended).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  test('a ResourceQuota refuses a pod beyond it', async () => {
    await createNamespace(real.kube, 'small');
    await real.kube.create({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'one-pod', namespace: 'small' },
      spec: { hard: { pods: '0' } },
    });
    await eventually('the quota to be counted', async () => {
      const quota = await real.kube.get({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'one-pod', namespace: 'small' } });
      return (quota?.['status'] as { hard?: unknown } | undefined)?.hard;
    });
    await expect(real.kube.create(probePod({ namespace: 'small', name: 'second', args: ['serve'] }))).rejects.toThrow(
      'exceeded quota: one-pod',
    );
  });

  test('Pod Security "restricted" refuses a pod that may run as root', async () => {
    await createNamespace(real.kube, 'strict', { 'pod-security.kubernetes.io/enforce': 'restricted' });
    await expect(real.kube.create(probePod({ namespace: 'strict', name: 'root', args: ['serve'] }))).rejects.toThrow(
      'violates PodSecurity "restricted:latest"',
    );
  });

  test('the node reports what containers use, through the API', async () => {
    const path = `/api/v1/nodes/${real.cluster.layout.nodeName}/proxy/metrics/resource`;
    const { text } = await real.kube.raw({ method: 'GET', path });
    expect(text).toContain('container_memory_working_set_bytes{container="coredns"');
  });
});

describe('permissions', () => {
  test('RBAC denies a ServiceAccount, and the audit log shows who asked for what', async () => {
    const since = await auditPosition(real.cluster.layout);
    const account = await connectAs(real, 'default', 'default');
    await expect(account.list('v1', 'ConfigMap', { namespace: 'kube-system' })).rejects.toThrow('cannot list resource "configmaps"');
    account.close();
    const denials = await readDenials(real.cluster.layout, since);
    expect(denials).toMatchObject([
      {
        user: 'system:serviceaccount:default:default',
        verb: 'list',
        apiGroup: '',
        resource: 'configmaps',
        namespace: 'kube-system',
        count: 1,
      },
    ]);
  });
});

describe('two clusters', () => {
  test('do not see each other', async () => {
    const other = await startCluster('reality-2');
    try {
      await createNamespace(real.kube, 'only-here');
      expect(await other.kube.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'only-here' } })).toBeUndefined();
      const server = `https://${other.cluster.layout.nodeAddress}:6443/version`;
      const reached = await runPod(real.kube, { namespace: 'only-here', name: 'visitor', args: ['get', server, '--timeout', '2s'] });
      expect(reached.log).toMatch(/deadline exceeded|timeout|no route|unreachable|refused/i);
      expect((await other.kube.list('v1', 'Node')).map((node) => node.metadata.name)).toEqual(['reality-2-node']);
    } finally {
      await other.stop();
    }
    expect(await real.kube.version()).toMatch(/^v1\./);
  });
});
