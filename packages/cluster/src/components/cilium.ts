import { join } from 'node:path';
import { kubeconfigOf } from '../kubeconfigs.ts';
import { POD_CIDR } from '../layout.ts';
import { llvmBinDir } from '../prerequisites.ts';
import { CNI_CONF_DIR } from './cni-dirs.ts';
import type { Component } from './component.ts';

/** The real Cilium agent: enforces network policies and names every connection it drops. */
export const cilium: Component = {
  name: 'cilium',
  argv(layout) {
    const lib = layout.spec.cilium ?? '';
    return [
      join(lib, 'cilium-agent'),
      `--k8s-kubeconfig-path=${kubeconfigOf(layout, 'cilium')}`,
      '--ipam=kubernetes',
      '--k8s-require-ipv4-pod-cidr',
      '--enable-ipv6=false',
      '--routing-mode=native',
      `--ipv4-native-routing-cidr=${POD_CIDR}`,
      '--identity-allocation-mode=crd',
      '--enable-policy=default',
      '--kube-proxy-replacement=false',
      // Nothing lies outside this cluster that an address would have to be rewritten for.
      '--enable-ipv4-masquerade=false',
      '--install-iptables-rules=false',
      '--enable-l7-proxy=false',
      '--enable-envoy-config=false',
      '--enable-health-checking=false',
      '--enable-endpoint-health-checking=false',
      '--enable-hubble',
      '--hubble-listen-address=127.0.0.1:4244',
      '--hubble-disable-tls',
      `--hubble-export-file-path=${layout.flowLog}`,
      '--hubble-export-allowlist={"verdict":["DROPPED"]}',
      '--monitor-aggregation=none',
      `--write-cni-conf-when-ready=${join(layout.dir, CNI_CONF_DIR, '05-cilium.conflist')}`,
      `--lib-dir=${lib}`,
      '--cgroup-root=/run/cilium/cgroupv2',
    ];
  },
  // The conf file must be created in place, not renamed into it, or containerd 1.6 does not see it: hence a TMPDIR elsewhere.
  env: (layout) => ({ K8S_NODE_NAME: layout.nodeName, TMPDIR: '/run', PATH: `${llvmBinDir() ?? ''}:${process.env['PATH'] ?? ''}` }),
};
