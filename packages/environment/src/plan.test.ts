import { describe, expect, test } from 'vitest';
import { objectRef } from '@seatrial/contract';
import type { KubeObject } from '@seatrial/contract';
import { planEnvironment } from './index.ts';
import type { EnvironmentPlan } from './index.ts';

function plan(...objects: readonly KubeObject[]): EnvironmentPlan {
  return planEnvironment(
    { name: 'prod', dir: '.', coverage: { kind: 'complete' }, objects, diagnostics: [] },
    (image) => image === 'loaded:1',
  );
}

function object(
  kind: string,
  name: string,
  rest: Readonly<Record<string, unknown>> = {},
  apiVersion = 'v1',
  namespace?: string,
): KubeObject {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, ...rest };
}

const pods = (image: string) => ({ spec: { template: { spec: { containers: [{ name: 'c', image }] } } } });

describe('what is copied', () => {
  test('comes in the order in which others need it; quota and policies come last', () => {
    const { objects } = plan(
      object('ResourceQuota', 'q', {}, 'v1', 'pay'),
      object('Deployment', 'd', pods('loaded:1'), 'apps/v1', 'pay'),
      object('RoleBinding', 'b', {}, 'rbac.authorization.k8s.io/v1', 'pay'),
      object('Namespace', 'pay'),
      object('ValidatingAdmissionPolicy', 'v', {}, 'admissionregistration.k8s.io/v1'),
    );
    expect(objects.map((one) => one.kind)).toEqual([
      'Namespace',
      'RoleBinding',
      'Deployment',
      'ResourceQuota',
      'ValidatingAdmissionPolicy',
    ]);
  });

  test.each([
    ['the cluster’s own namespace', object('Namespace', 'kube-system')],
    ['what lives in it', object('ConfigMap', 'coredns', {}, 'v1', 'kube-system')],
    ['a node', object('Node', 'n')],
    ['a built-in role', object('ClusterRole', 'admin', {}, 'rbac.authorization.k8s.io/v1')],
    ['Cilium’s own definitions', object('CustomResourceDefinition', 'ciliumnodes.cilium.io', {}, 'apiextensions.k8s.io/v1')],
    ['a token', object('Secret', 't', { type: 'kubernetes.io/service-account-token' }, 'v1', 'pay')],
  ])('is not %s', (_, left) => {
    expect(plan(left)).toMatchObject({ objects: [], unknowns: [] });
  });

  test('is the namesake of a built-in role, and a namespace beside the cluster’s own', () => {
    const kept = [object('Namespace', 'kube-tools'), object('ClusterRole', 'administrator', {}, 'rbac.authorization.k8s.io/v1')];
    expect(plan(...kept).objects.map(objectRef)).toEqual(['Namespace/kube-tools', 'ClusterRole/administrator']);
  });
});

describe('what is altered on the way', () => {
  test('Secrets keep name, type and keys, and get values that are made up', () => {
    const { objects, secretValues } = plan(object('Secret', 'db', { type: 'Opaque', data: { password: '', user: '' } }, 'v1', 'pay'));
    const [secret] = objects;
    expect(secret).toMatchObject({ kind: 'Secret', type: 'Opaque' });
    expect(Object.keys(secret?.['stringData'] ?? {})).toEqual(['password', 'user']);
    expect(Object.values(secret?.['stringData'] ?? {})).toEqual(secretValues);
    expect(new Set(secretValues).size).toBe(2);
  });

  test('StorageClasses keep their name, and their mount options by a policy, as the provisioner does not hand them on', () => {
    const archive = object(
      'StorageClass',
      'archive',
      { provisioner: 'nfs.csi.k8s.io', mountOptions: ['ro', 'nfsvers=4.1'] },
      'storage.k8s.io/v1',
    );
    const { objects, unknowns } = plan(archive);
    expect(objects.map(objectRef)).toEqual([
      'StorageClass/archive',
      'MutatingAdmissionPolicy/seatrial-mount-options-archive',
      'MutatingAdmissionPolicyBinding/seatrial-mount-options-archive',
    ]);
    expect(objects[0]).toMatchObject({ provisioner: 'rancher.io/local-path', mountOptions: ['ro'] });
    expect(unknowns.map(({ what }) => what)).toEqual(['StorageClass/archive']);
  });

  test('a class without mount options on a shared file system gives volumes on which fsGroup has no effect', () => {
    const shared = object('StorageClass', 'shared', { provisioner: 'efs.csi.aws.com' }, 'storage.k8s.io/v1');
    const block = object('StorageClass', 'block', { provisioner: 'ebs.csi.aws.com' }, 'storage.k8s.io/v1');
    expect(plan(shared, block).objects.map((one) => one.metadata.annotations?.['defaultVolumeType'])).toEqual(['hostPath', 'local']);
  });

  test('Services lose what their cluster allocated; headless ones stay headless', () => {
    const ports = [{ port: 80, nodePort: 30080 }];
    const { objects } = plan(
      object('Service', 'a', { spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], ports } }, 'v1', 'pay'),
      object('Service', 'b', { spec: { clusterIP: 'None', ports: [{ port: 80 }] } }, 'v1', 'pay'),
    );
    expect(objects.map((one) => one['spec'])).toEqual([{ ports: [{ port: 80 }] }, { clusterIP: 'None', ports: [{ port: 80 }] }]);
  });

  test('CronJobs sleep, and the node gets the labels of all nodes', () => {
    const cronJob = object('CronJob', 'nightly', { spec: { schedule: '@daily' } }, 'batch/v1', 'pay');
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', labels: { pool: 'batch', 'kubernetes.io/hostname': 'n' } } };
    const { objects, nodeLabels } = plan(cronJob, node);
    expect(objects[0]?.['spec']).toEqual({ schedule: '@daily', suspend: true });
    expect(nodeLabels).toEqual({ pool: 'batch' });
  });
});

describe('what cannot be mirrored is not known', () => {
  test.each([
    ['a workload whose image is not loaded', object('Deployment', 'api', pods('other:1'), 'apps/v1', 'pay')],
    ['a webhook', object('ValidatingWebhookConfiguration', 'gate', {}, 'admissionregistration.k8s.io/v1')],
    ['a Kyverno policy', object('ClusterPolicy', 'rules', {}, 'kyverno.io/v1')],
    ['a Gatekeeper constraint', object('K8sRequiredLabels', 'rules', {}, 'constraints.gatekeeper.sh/v1beta1')],
  ])('%s', (_, left) => {
    const { objects, unknowns } = plan(left);
    expect({ objects, unknowns: unknowns.length }).toEqual({ objects: [], unknowns: 1 });
  });
});
