import type { ClusterSpec } from '../cluster-dir.ts';
import { cilium } from './cilium.ts';
import type { Component } from './component.ts';
import { containerd } from './containerd.ts';
import { etcd } from './etcd.ts';
import { kubeApiserver } from './kube-apiserver.ts';
import { kubeControllerManager } from './kube-controller-manager.ts';
import { kubeProxy } from './kube-proxy.ts';
import { kubeScheduler } from './kube-scheduler.ts';
import { kubelet } from './kubelet.ts';
import { kwok } from './kwok.ts';
import { localPath } from './local-path.ts';

/** Components in the order of their start: the first group needs nothing, the second an API server. */
export function componentsOf(spec: ClusterSpec): { readonly first: readonly Component[]; readonly second: readonly Component[] } {
  if (spec.nodes.kind === 'simulated') return { first: [etcd, kubeApiserver], second: [kubeControllerManager, kubeScheduler, kwok] };
  return {
    first: [etcd, kubeApiserver, containerd],
    second: [kubeControllerManager, kubeScheduler, kubelet, kubeProxy, ...(spec.cni === 'cilium' ? [cilium] : []), localPath],
  };
}
