import { join } from 'node:path';
import { stringify } from 'yaml';
import { kubeconfigOf } from '../kubeconfigs.ts';
import { POD_CIDR } from '../layout.ts';
import type { Component } from './component.ts';

export const kubeProxy: Component = {
  name: 'kube-proxy',
  files: (layout) => ({
    'kube-proxy.yaml': stringify({
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      mode: 'nftables',
      clusterCIDR: POD_CIDR,
      hostnameOverride: layout.nodeName,
      clientConnection: { kubeconfig: kubeconfigOf(layout, 'proxy') },
      oomScoreAdj: 0,
      // Connection tracking limits are the machine's, not the cluster's: zero leaves them alone.
      conntrack: { maxPerCore: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
      nftables: { minSyncPeriod: '100ms' },
    }),
  }),
  argv: (layout) => [layout.spec.kube, 'kube-proxy', `--config=${join(layout.config, 'kube-proxy.yaml')}`],
};
