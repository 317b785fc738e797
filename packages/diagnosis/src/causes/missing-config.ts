import { closest } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { containerPath, findingOf, seen, subjectOf } from '../finding-of.ts';
import { mapping } from '../model.ts';
import type { PodView, View, WorkloadView } from '../view.ts';

interface Missing {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key?: string;
}

/** A ConfigMap or Secret that the pod needs does not exist, or lacks a key. */
export const missingConfig: Cause = {
  rule: 'missing-config',
  detect: (view) => view.workloads.flatMap((workload) => workload.pods.slice(0, 1).flatMap((pod) => diagnosePod(view, workload, pod))),
};

function diagnosePod(view: View, workload: WorkloadView, pod: PodView): readonly Diagnosed[] {
  const messages = [
    ...pod.containers.flatMap(({ name, status }) =>
      status.state.waiting?.reason === 'CreateContainerConfigError'
        ? [{ text: status.state.waiting.message, path: containerPath(workload, name, 'env') }]
        : [],
    ),
    ...view.eventsOf(pod.ref, 'FailedMount').map(({ message }) => ({ text: message, path: `${workload.podPath}.volumes` })),
  ];
  const found = new Map<string, Diagnosed>();
  for (const { text, path } of messages) {
    const missing = missingIn(text);
    // A volume whose ConfigMap came a moment later is mounted by now.
    if (missing === undefined || isThere(view, workload, missing)) continue;
    found.set(JSON.stringify(missing), diagnose(view, workload, pod, missing, text, path));
  }
  return [...found.values()];
}

/** The kubelet's words for what it did not find. */
function missingIn(text: string): Missing | undefined {
  const key = /couldn't find key (\S+) in (ConfigMap|Secret) [^/\s]+\/(\S+)/.exec(text);
  if (key?.[1] !== undefined && key[3] !== undefined) return { kind: kindOf(key[2]), name: key[3], key: key[1] };
  const volumeKey =
    /(configmap|secret) "([^"]+)" .*references non-existent (?:config|secret) key: (\S+)/i.exec(text) ??
    /references non-existent (config|secret) key: ()(\S+)/.exec(text);
  if (volumeKey?.[3] !== undefined)
    return { kind: volumeKey[1]?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap', name: volumeKey[2] ?? '', key: volumeKey[3] };
  const object = /(configmap|secret) "([^"]+)" not found/i.exec(text);
  return object?.[2] === undefined ? undefined : { kind: kindOf(object[1]), name: object[2] };
}

function kindOf(word: string | undefined): Missing['kind'] {
  return word?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
}

function isThere(view: View, { namespace }: WorkloadView, { kind, name, key }: Missing): boolean {
  const object = view.find(`${kind}/${namespace}/${name}`);
  return object !== undefined && (key === undefined || keysOf(object).includes(key));
}

function diagnose(view: View, workload: WorkloadView, pod: PodView, missing: Missing, text: string, path: string): Diagnosed {
  const { kind, name, key } = missing;
  const known =
    key === undefined
      ? view.ofKind(kind, workload.namespace).map((object) => object.metadata.name)
      : keysOf(view.find(`${kind}/${workload.namespace}/${name}`));
  const near = closest(key ?? name, known);
  const hint = near === undefined ? '' : ` Closest: "${near}".`;
  const what =
    key === undefined
      ? `${kind} "${name}" does not exist in namespace ${workload.namespace}`
      : `${kind} "${name}" in namespace ${workload.namespace} has no key "${key}"`;
  return {
    workload: workload.ref,
    finding: findingOf({
      rule: 'missing-config',
      category: 'reference',
      effect: 'never-starts',
      message: `${what}, which ${workload.ref} needs to start.${hint}`,
      subject: subjectOf(workload.author, path),
      evidence: [seen('event', pod.ref, text)],
      remedy:
        key === undefined
          ? `Add the ${kind} to this change, correct its name, or mark the reference optional.`
          : `Correct the key, or add it to the ${kind}.`,
    }),
  };
}

function keysOf(object: unknown): readonly string[] {
  const { data, binaryData } = mapping(object);
  return [...Object.keys(mapping(data)), ...Object.keys(mapping(binaryData))];
}
