import type { Cause, Diagnosed } from '../cause.ts';
import { endingEvidence, endingsOf } from '../endings.ts';
import type { Ending } from '../endings.ts';
import { seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { containersOf } from '../model.ts';
import { isPartlyReady } from '../pod-state.ts';
import { fieldOf, numberAt, textAt } from '../read-field.ts';
import { containerSubject, nameOf } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** The kernel killed a container that used more memory than its limit, or than its node had left. */
export const outOfMemory: Cause = {
  rule: 'out-of-memory',
  detect: (view) =>
    view.workloads.flatMap((workload) =>
      endingsOf(view, workload)
        .filter((ending) => isOutOfMemory(view, ending))
        .map((ending) => diagnose(view, workload, ending)),
    ),
};

const KILLED = 137;

/** On some nodes the container's status says only that it was killed, and an event says why. */
function isOutOfMemory(view: View, { reason, exitCode, pod }: Ending): boolean {
  return reason === 'OOMKilled' || (exitCode === KILLED && killEvents(view, pod.ref, textAt(pod.spec, 'nodeName')).length > 0);
}

function killEvents(view: View, pod: string, node: string | undefined) {
  const name = pod.slice(pod.lastIndexOf('/') + 1);
  const onNode = view.eventsOf(`Node/${node ?? ''}`, 'OOMKilling', 'SystemOOM').filter(({ message }) => message.includes(name));
  return [...view.eventsOf(pod, 'OOMKilling', 'OOMKilled'), ...onNode];
}

function diagnose(view: View, workload: WorkloadView, ending: Ending): Diagnosed {
  const { pod, container } = ending;
  const limit = textAt(container.spec, 'resources.limits.memory') ?? numberAt(container.spec, 'resources.limits.memory');
  const written = containersOf(workload.template).find(({ name }) => name === container.name);
  const ranges = view.ofKind('LimitRange', workload.namespace).map(({ metadata }) => metadata.name);
  const isGiven = limit !== undefined && fieldOf(written, 'resources.limits.memory') === undefined;
  const by = ranges.length === 1 ? `LimitRange ${ranges[0] ?? ''}` : 'the LimitRange of the namespace';
  const origin = isGiven ? `, which ${by} set because the change sets none` : '';
  const how =
    limit === undefined ? 'when its node ran out of memory; it has no limit of its own' : `at its memory limit of ${limit}${origin}`;
  return {
    workloads: [workload.ref],
    finding: findingOf({
      rule: 'out-of-memory',
      category: 'capacity',
      effect: isPartlyReady(workload) || workload.outcome === 'healthy' ? 'degraded' : 'never-starts',
      message: `Container ${container.name} of ${nameOf(workload.author.object)} was killed ${how}.`,
      subject: containerSubject(workload, container.name, 'resources.limits.memory'),
      evidence: [
        endingEvidence(ending),
        ...killEvents(view, pod.ref, textAt(pod.spec, 'nodeName')).map((event) => seen('event', event.object, event.message, event.count)),
      ],
      remedy: isGiven
        ? 'Set resources.limits.memory to what the program needs.'
        : 'Raise resources.limits.memory, or make the program use less.',
    }),
  };
}
