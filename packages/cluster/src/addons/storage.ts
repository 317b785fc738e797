import type { KubeObject } from '@seatrial/contract';
import { SYSTEM_NAMESPACE } from '../system-image.ts';

/** Name of the default class; its volumes are folders of the node, made when the first pod needs them. */
const DEFAULT_STORAGE_CLASS = 'standard';

/** The provisioner's namespace and the default StorageClass. */
export function storageObjects(): readonly KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM_NAMESPACE } },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: DEFAULT_STORAGE_CLASS,
        annotations: { 'storageclass.kubernetes.io/is-default-class': 'true', defaultVolumeType: 'local' },
      },
      provisioner: 'rancher.io/local-path',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  ];
}
