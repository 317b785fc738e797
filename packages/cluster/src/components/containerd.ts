import { join } from 'node:path';
import { CNI_BIN_DIR, CNI_CONF_DIR } from './cni-dirs.ts';
import { SYSTEM_IMAGE } from '../system-image.ts';
import { lacksSysResource } from '../capabilities.ts';
import type { Component } from './component.ts';

/** The machine's containerd program with a root, state and socket of the cluster's own. */
export const containerd: Component = {
  name: 'containerd',
  files: (layout) => ({
    'containerd.toml': `version = 2
root = "${join(layout.dir, 'containerd')}"
state = "/run/containerd"
[grpc]
  address = "${layout.containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${SYSTEM_IMAGE}"
  restrict_oom_score_adj = ${String(lacksSysResource())}
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${join(layout.dir, CNI_BIN_DIR)}"
    conf_dir = "${join(layout.dir, CNI_CONF_DIR)}"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`,
  }),
  // Registries are reached through the relay on the machine's side of the link; nothing else leaves the cluster.
  env: ({ hostAddress }) => ({
    HTTPS_PROXY: `http://${hostAddress}:3128`,
    NO_PROXY: 'localhost,127.0.0.0/8,10.0.0.0/8,.svc,.cluster.local',
  }),
  argv: (layout) => ['/usr/bin/containerd', '--config', join(layout.config, 'containerd.toml')],
};
