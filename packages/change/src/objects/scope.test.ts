import { expect, test } from 'vitest';
import { placeInNamespace } from './scope.ts';

test.each([
  ['v1', 'ConfigMap', undefined, 'default'],
  ['v1', 'ConfigMap', '', 'default'],
  ['v1', 'ConfigMap', 'pay', 'pay'],
  ['v1', 'Namespace', undefined, undefined],
  ['v1', 'PersistentVolume', 'pay', undefined],
  ['batch/v1', 'CronJob', undefined, 'default'],
  ['policy/v1', 'PodDisruptionBudget', undefined, 'default'],
  ['networking.k8s.io/v1', 'NetworkPolicy', undefined, 'default'],
  ['networking.k8s.io/v1', 'IngressClass', undefined, undefined],
  ['storage.k8s.io/v1', 'CSIStorageCapacity', undefined, 'default'],
  ['resource.k8s.io/v1', 'ResourceClaim', undefined, 'default'],
  ['resource.k8s.io/v1', 'DeviceClass', undefined, undefined],
  ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy', undefined, undefined],
  ['cilium.io/v2', 'CiliumNetworkPolicy', undefined, undefined],
  ['snapshot.storage.k8s.io/v1', 'VolumeSnapshot', undefined, undefined],
  ['longhorn.io/v1beta2', 'Node', 'longhorn-system', 'longhorn-system'],
])('%s %s written with namespace %o goes to namespace %o', (apiVersion, kind, written, namespace) => {
  const metadata = { name: 'a', labels: { b: 'c' } };
  const withNamespace = (value: string | undefined) => (value === undefined ? metadata : { ...metadata, namespace: value });

  expect(placeInNamespace({ apiVersion, kind, metadata: withNamespace(written) }, 'default')).toEqual({
    apiVersion,
    kind,
    metadata: withNamespace(namespace),
  });
});
