import type { KubeObject } from '@seatrial/contract';

/** Nodes that KWOK keeps Ready: each as large as a common cloud machine (4 CPUs, 16 GiB, 110 pods). */
export function simulatedNodes(count: number): readonly KubeObject[] {
  return Array.from({ length: count }, (_, index) => simulatedNode(`node-${String(index + 1)}`));
}

function simulatedNode(name: string): KubeObject {
  const capacity = { cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'seatrial.dev/simulated': 'true',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
      },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    status: { capacity, allocatable: capacity },
  };
}
