import { closest } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { referencePath } from '../config-reference.ts';
import type { ConfigReference } from '../config-reference.ts';
import { seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { groupBy } from '../group-by.ts';
import { fieldOf, mapping } from '../read-field.ts';
import { nameOf, podSubject } from '../subject.ts';
import type { PodView, View, WorkloadView } from '../view.ts';

/** A ConfigMap or Secret that the pod needs does not exist, or lacks a key. */
export const missingConfig: Cause = {
  rule: 'missing-config',
  detect: (view) =>
    view.workloads.flatMap((workload) => {
      const all = workload.pods.flatMap((pod) => complaintsOf(view, workload, pod));
      return [...groupBy(all, ({ missing }) => JSON.stringify(missing)).values()].flatMap((same) => diagnose(view, workload, same));
    }),
};

interface Complaint {
  readonly missing: ConfigReference;
  readonly pod: PodView;
  readonly source: 'apiserver' | 'event';
  readonly text: string;
  readonly count: number;
}

function complaintsOf(view: View, workload: WorkloadView, pod: PodView): readonly Complaint[] {
  const waiting = pod.containers.flatMap(({ status: { state } }) =>
    state.waiting?.reason === 'CreateContainerConfigError' ? [{ source: 'apiserver' as const, text: state.waiting.message, count: 1 }] : [],
  );
  const mounts = view.eventsOf(pod.ref, 'FailedMount').map(({ message, count }) => ({ source: 'event' as const, text: message, count }));
  return [...waiting, ...mounts].flatMap((said) => {
    const missing = missingIn(said.text, workload);
    // A volume whose ConfigMap came a moment later is mounted by now.
    return missing === undefined || isThere(view, workload, missing) ? [] : [{ missing, pod, ...said }];
  });
}

/** The kubelet's words for what it did not find, in environment variables and in volumes. */
function missingIn(text: string, { template }: WorkloadView): ConfigReference | undefined {
  const key = /couldn't find key (\S+) in (ConfigMap|Secret) [^/\s]+\/(\S+)/.exec(text);
  if (key !== null) return { kind: kindOf(key[2]), name: key[3] ?? '', key: key[1] ?? '' };
  const object = /(configmap|secret) "([^"]+)" not found/i.exec(text);
  if (object !== null) return { kind: kindOf(object[1]), name: object[2] ?? '' };
  const volumeKey = /references non-existent (config|secret) key: (\S+)/.exec(text);
  if (volumeKey === null) return undefined;
  // The kubelet names the volume and the key, not the object between them.
  const volume = template.volumes.find(({ name }) => text.includes(`for volume "${name}"`));
  const kind = kindOf(volumeKey[1]);
  const name = fieldOf(volume, kind === 'Secret' ? 'secret.secretName' : 'configMap.name');
  return typeof name === 'string' ? { kind, name, key: volumeKey[2] ?? '' } : undefined;
}

function kindOf(word: string | undefined): ConfigReference['kind'] {
  return word?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
}

function isThere(view: View, { namespace }: WorkloadView, { kind, name, key }: ConfigReference): boolean {
  const object = view.find(`${kind}/${namespace}/${name}`);
  return object !== undefined && (key === undefined || keysOf(object).includes(key));
}

function diagnose(view: View, workload: WorkloadView, complaints: readonly Complaint[]): readonly Diagnosed[] {
  const [first] = complaints;
  if (first === undefined) return [];
  const { kind, name, key } = first.missing;
  const ref = `${kind}/${workload.namespace}/${name}`;
  const known = key === undefined ? view.ofKind(kind, workload.namespace).map((object) => object.metadata.name) : keysOf(view.find(ref));
  const near = closest(key ?? name, known);
  const what =
    key === undefined
      ? `${kind} "${name}" does not exist in namespace ${workload.namespace}`
      : `${kind} "${name}" in namespace ${workload.namespace} has no key "${key}"`;
  const add = key === undefined ? `add the ${kind} to this change` : `add the key to the ${kind}`;
  const count = complaints.reduce((sum, complaint) => sum + complaint.count, 0);
  return [
    {
      workloads: [workload.ref],
      ...(key === undefined ? { missing: ref } : {}),
      finding: findingOf({
        rule: 'missing-config',
        category: 'reference',
        effect: 'never-starts',
        message: `${what}, and ${nameOf(workload.author.object)} needs it to start.${near === undefined ? '' : ` Closest: "${near}".`}`,
        subject: podSubject(workload, referencePath(workload.template, first.missing) ?? 'containers'),
        evidence: [seen(first.source, first.pod.ref, first.text, count)],
        remedy: near === undefined ? `${capital(add)}, correct its name, or mark the reference optional.` : `Write "${near}", or ${add}.`,
      }),
    },
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function keysOf(object: unknown): readonly string[] {
  const { data, binaryData } = mapping(object);
  return [...Object.keys(mapping(data)), ...Object.keys(mapping(binaryData))];
}
