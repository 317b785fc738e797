import { join } from 'node:path';
import type { Component } from './component.ts';

/** etcd keeps the cluster's state. It does not wait for the disk: a throw-away cluster gains speed and loses nothing. */
export const etcd: Component = {
  name: 'etcd',
  argv({ spec, dir, pki }) {
    const client = `https://127.0.0.1:${String(spec.ports.etcd)}`;
    const peer = `https://127.0.0.1:${String(spec.ports.etcdPeer)}`;
    const tls = ['cert', 'key'].map((part) => [part, join(pki, `etcd.${part === 'cert' ? 'crt' : 'key'}`)] as const);
    const ca = join(pki, 'ca.crt');
    return [
      spec.kube,
      'etcd',
      '--name=seatrial',
      `--data-dir=${join(dir, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=seatrial=${peer}`,
      '--client-cert-auth',
      '--peer-client-cert-auth',
      `--trusted-ca-file=${ca}`,
      `--peer-trusted-ca-file=${ca}`,
      ...tls.flatMap(([part, file]) => [`--${part}-file=${file}`, `--peer-${part}-file=${file}`]),
      '--unsafe-no-fsync',
      '--log-level=warn',
    ];
  },
};
