import { kubeconfigOf } from '../kubeconfigs.ts';
import type { Component } from './component.ts';

/** KWOK keeps simulated nodes Ready and moves their pods through their phases. */
export const kwok: Component = {
  name: 'kwok',
  argv: (layout) => [
    layout.spec.kube,
    'kwok',
    `--kubeconfig=${kubeconfigOf(layout, 'kwok')}`,
    '--manage-nodes-with-label-selector=seatrial.dev/simulated=true',
    '--node-lease-duration-seconds=40',
    `--server-address=127.0.0.1:${String(layout.spec.ports.kwok)}`,
  ],
};
