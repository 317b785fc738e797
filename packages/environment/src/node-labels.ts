import type { KubeObject } from '@seatrial/contract';

/** Labels of one machine, which must not be claimed for another. */
const OF_THE_MACHINE = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/os',
]);

/** Labels of all nodes of a snapshot together: the one node of an environment stands for every pool. The first value of a label counts. */
export function nodeLabels(objects: readonly KubeObject[]): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const node of objects.filter((object) => object.kind === 'Node')) {
    for (const [label, value] of Object.entries(node.metadata.labels ?? {})) {
      if (!OF_THE_MACHINE.has(label) && !(label in labels)) labels[label] = value;
    }
  }
  return labels;
}
