import { join } from 'node:path';
import { kubeconfigOf } from '../kubeconfigs.ts';
import { POD_CIDR } from '../layout.ts';
import type { Component } from './component.ts';

export const kubeControllerManager: Component = {
  name: 'kube-controller-manager',
  argv(layout) {
    const { spec, pki } = layout;
    const kubeconfig = kubeconfigOf(layout, 'controller-manager');
    const addresses =
      spec.nodes.kind === 'real' ? ['--allocate-node-cidrs=true', `--cluster-cidr=${POD_CIDR}`] : ['--allocate-node-cidrs=false'];
    return [
      spec.kube,
      'kube-controller-manager',
      `--kubeconfig=${kubeconfig}`,
      '--controllers=*,-cloud-node-lifecycle-controller,-service-lb-controller,-node-route-controller',
      ...addresses,
      `--service-account-private-key-file=${join(pki, 'service-account.key')}`,
      `--root-ca-file=${join(pki, 'ca.crt')}`,
      `--cluster-signing-cert-file=${join(pki, 'ca.crt')}`,
      `--cluster-signing-key-file=${join(pki, 'ca.key')}`,
      '--use-service-account-credentials=true',
      '--leader-elect=false',
      '--secure-port=0',
      '--kube-api-qps=200',
      '--kube-api-burst=400',
    ];
  },
};
