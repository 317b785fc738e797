import type { Cause, Diagnosed } from '../cause.ts';
import { quote, seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { containerPath, nameOf, podSubject } from '../subject.ts';
import type { WorkloadView } from '../view.ts';

/** The kubelet threw a pod out, for example because it filled its ephemeral storage. */
export const evicted: Cause = {
  rule: 'evicted',
  detect: ({ workloads }) => workloads.flatMap((workload) => diagnose(workload)),
};

function diagnose(workload: WorkloadView): readonly Diagnosed[] {
  const pods = workload.pods.filter(({ status }) => status.reason === 'Evicted');
  const [first] = pods;
  if (first === undefined) return [];
  const { message } = first.status;
  return [
    {
      workloads: [workload.ref],
      finding: findingOf({
        rule: 'evicted',
        category: 'capacity',
        effect: 'degraded',
        message: `${pods.length === 1 ? 'A pod' : `${pods.length} pods`} of ${nameOf(workload.author.object)} ${pods.length === 1 ? 'was' : 'were'} evicted: ${quote(message)}`,
        subject: podSubject(workload, fieldIn(message, workload)),
        evidence: [seen('apiserver', first.ref, `Evicted: ${message}`, pods.length)],
        remedy:
          'Stay below the limit that the message names, or raise it; for memory and disk of the node, request what the pod really uses.',
      }),
    },
  ];
}

/** The kubelet names the volume or the container that used too much. */
function fieldIn(message: string, workload: WorkloadView): string {
  const volume = /EmptyDir volume "([^"]+)"/.exec(message)?.[1];
  const index = workload.template.volumes.findIndex(({ name }) => name === volume);
  if (index >= 0) return `volumes[${index}].emptyDir.sizeLimit`;
  const container = /Container "?([\w-]+)"? (?:was using|exceeded)/i.exec(message)?.[1];
  const path = containerPath(workload, container ?? '') ?? 'containers[0]';
  return `${path}.resources`;
}
