import { join } from 'node:path';
import { stringify } from 'yaml';
import { kubeconfigOf } from '../kubeconfigs.ts';
import { DNS_ADDRESS } from '../layout.ts';
import type { Component } from './component.ts';

export const kubelet: Component = {
  name: 'kubelet',
  files: (layout) => ({
    'resolv.conf': '',
    'kubelet.yaml': stringify({
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: join(layout.pki, 'ca.crt') } },
      authorization: { mode: 'Webhook' },
      tlsCertFile: join(layout.pki, 'kubelet-server.crt'),
      tlsPrivateKeyFile: join(layout.pki, 'kubelet-server.key'),
      containerRuntimeEndpoint: `unix://${layout.containerdSocket}`,
      cgroupDriver: 'cgroupfs',
      cgroupRoot: `/${layout.cgroup}`,
      failCgroupV1: false,
      failSwapOn: false,
      // Lowering its own OOM score needs a capability that containers and some machines do not have.
      oomScoreAdj: 0,
      clusterDNS: [DNS_ADDRESS],
      clusterDomain: 'cluster.local',
      resolvConf: join(layout.config, 'resolv.conf'),
      serializeImagePulls: false,
      // A developer's disk is often nearly full; that is no reason to evict a pod of a trial.
      evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '1%', 'imagefs.available': '1%', 'nodefs.inodesFree': '1%' },
      imageGCHighThresholdPercent: 100,
      imageGCLowThresholdPercent: 99,
      registerWithTaints: [],
      nodeStatusUpdateFrequency: '5s',
    }),
  }),
  argv: (layout) => [
    layout.spec.kube,
    'kubelet',
    `--config=${join(layout.config, 'kubelet.yaml')}`,
    `--kubeconfig=${kubeconfigOf(layout, 'kubelet')}`,
    `--root-dir=${join(layout.dir, 'kubelet')}`,
    `--cert-dir=${join(layout.dir, 'kubelet', 'pki')}`,
    `--hostname-override=${layout.nodeName}`,
    `--node-ip=${layout.nodeAddress}`,
  ],
};
