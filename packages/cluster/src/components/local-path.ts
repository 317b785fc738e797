import { join } from 'node:path';
import { kubeconfigOf } from '../kubeconfigs.ts';
import { SYSTEM_IMAGE, SYSTEM_NAMESPACE } from '../system-image.ts';
import type { Component } from './component.ts';

/** Rancher's local-path provisioner makes the folders behind PersistentVolumeClaims. */
export const localPath: Component = {
  name: 'local-path-provisioner',
  files: (layout) => ({
    'local-path.json': JSON.stringify({
      setupCommand: '/volume-create',
      teardownCommand: '/volume-delete',
      nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: [join(layout.dir, 'volumes')] }],
    }),
    'local-path-helper.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: helper-pod
spec:
  priorityClassName: system-node-critical
  terminationGracePeriodSeconds: 0
  containers:
    - name: helper-pod
      image: ${SYSTEM_IMAGE}
      imagePullPolicy: Never
`,
  }),
  argv: (layout) => [
    layout.spec.localPath ?? '',
    'start',
    '--config',
    join(layout.config, 'local-path.json'),
    '--kubeconfig',
    kubeconfigOf(layout, 'local-path'),
    '--namespace',
    SYSTEM_NAMESPACE,
    '--provisioner-name',
    'rancher.io/local-path',
    '--helper-image',
    SYSTEM_IMAGE,
    '--helper-pod-file',
    join(layout.config, 'local-path-helper.yaml'),
    '--configmap-name',
    'local-path-config',
    '--service-account-name',
    'default',
  ],
};
