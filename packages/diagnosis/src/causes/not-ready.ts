import type { ObservedEvent } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { endingEvidence, endingsOf } from '../endings.ts';
import { quote, seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { isPartlyReady } from '../pod-state.ts';
import { listAt, numberAt } from '../read-field.ts';
import { containerSubject, nameOf } from '../subject.ts';
import type { ContainerView, View, WorkloadView } from '../view.ts';

/** Containers run, but a probe says that they are not fit for work, or has them killed. */
export const notReady: Cause = {
  rule: 'not-ready',
  detect: (view) => view.workloads.filter(({ outcome }) => outcome === 'failed').flatMap((workload) => diagnose(view, workload)),
};

type Probe = 'readiness' | 'liveness' | 'startup';

const EFFECTS = {
  readiness: 'is not ready',
  liveness: 'is killed again and again',
  startup: 'is killed before it has started',
} as const;

function diagnose(view: View, workload: WorkloadView): readonly Diagnosed[] {
  const unready = workload.pods.filter(({ containers }) => containers.some(({ status }) => !status.ready));
  const events = unready.flatMap((pod) => view.eventsOf(pod.ref, 'Unhealthy'));
  // A startup or liveness probe that kills keeps the readiness probe from ever passing, so it counts more than the more frequent one.
  const worst = events.toSorted((left, right) => weightOf(view, right) - weightOf(view, left))[0];
  if (worst === undefined) return [];
  const probe = probeOf(worst);
  const container = containerOf(
    unready.flatMap((pod) => pod.containers),
    probe,
  );
  const name = container === undefined ? 'A container' : `Container ${container.name}`;
  const same = events.filter((event) => probeOf(event) === probe);
  const kills = unready.flatMap((pod) => view.eventsOf(pod.ref, 'Killing')).filter(({ message }) => message.includes('probe'));
  return [
    {
      workloads: [workload.ref],
      finding: findingOf({
        rule: 'not-ready',
        category: 'runtime',
        effect: probe === 'readiness' || isPartlyReady(workload) ? 'degraded' : 'never-starts',
        message: `${name} of ${nameOf(workload.author.object)} runs but ${EFFECTS[probe]}: ${quote(worst.message)}`,
        subject: containerSubject(workload, container?.name ?? '', `${probe}Probe`),
        evidence: [
          seen(
            'event',
            worst.object,
            worst.message,
            same.reduce((sum, event) => sum + event.count, 0),
          ),
          ...kills.slice(-1).map((event) => seen('event', event.object, event.message, event.count)),
          ...endingsOf(view, workload).map(endingEvidence),
        ],
        remedy: remedyFor(probe, worst, container),
      }),
    },
  ];
}

function probeOf({ message }: ObservedEvent): Probe {
  if (/^Liveness/i.test(message)) return 'liveness';
  return /^Startup/i.test(message) ? 'startup' : 'readiness';
}

function weightOf(view: View, event: ObservedEvent): number {
  const probe = probeOf(event);
  const kills = view.eventsOf(event.object, 'Killing').some(({ message }) => message.includes(`failed ${probe} probe`));
  return event.count + (kills ? 1e6 : 0);
}

function containerOf(containers: readonly ContainerView[], probe: Probe): ContainerView | undefined {
  const probed = containers.filter(({ spec }) => spec?.[`${probe}Probe`] !== undefined);
  return probed.find(({ status }) => !status.ready) ?? probed[0] ?? containers.find(({ status }) => !status.ready);
}

function remedyFor(probe: Probe, { message }: ObservedEvent, container: ContainerView | undefined): string {
  const asked = /:(\d+)(?:\/\S*)?"?: (?:dial tcp|.*connection refused)/.exec(message)?.[1];
  const declared = listAt(container?.spec, 'ports').flatMap((port) => numberAt(port, 'containerPort') ?? []);
  if (asked !== undefined && declared.length > 0 && !declared.includes(Number(asked)))
    return `The ${probe} probe asks port ${asked}, the container declares ${declared.join(', ')}: make them the same.`;
  if (/timeout|deadline exceeded/i.test(message))
    return `Give the ${probe} probe more time (timeoutSeconds, failureThreshold), or make the answer quicker.`;
  return `Make the ${probe} probe ask what the container answers: port, path, scheme and time.`;
}
