import { kubeconfigOf } from '../kubeconfigs.ts';
import type { Component } from './component.ts';

export const kubeScheduler: Component = {
  name: 'kube-scheduler',
  argv: (layout) => [
    layout.spec.kube,
    'kube-scheduler',
    `--kubeconfig=${kubeconfigOf(layout, 'scheduler')}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ],
};
