import type { Evidence } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { containerPath, findingOf, seen, subjectOf } from '../finding-of.ts';
import type { ContainerView, PodView, WorkloadView } from '../view.ts';

const LAST_LINES = 5;
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** A container ended in failure, and nothing more specific explains why. */
export const crash: Cause = {
  rule: 'crash',
  detect: ({ workloads }) => workloads.filter(({ outcome }) => outcome === 'failed').flatMap((workload) => crashesOf(workload)),
};

/** One finding per container: the first pod that shows it. */
function crashesOf(workload: WorkloadView): readonly Diagnosed[] {
  const found = new Map<string, Diagnosed>();
  for (const pod of workload.pods) {
    for (const container of pod.containers) {
      const { state, lastState } = container.status;
      const ended = [state.terminated, lastState.terminated].find((one) => one !== undefined && one.exitCode !== 0);
      const isUnstartable = /RunContainerError|CreateContainerError/.test(state.waiting?.reason ?? '');
      if ((ended === undefined && !isUnstartable) || found.has(container.name)) continue;
      found.set(container.name, diagnose(workload, pod, container, ended));
    }
  }
  return [...found.values()];
}

type Ended = NonNullable<ContainerView['status']['state']['terminated']>;

function diagnose(workload: WorkloadView, pod: PodView, container: ContainerView, ended: Ended | undefined): Diagnosed {
  const said = ended?.message || container.status.state.waiting?.message || '';
  const cannotStart =
    ended === undefined || ended.reason === 'StartError' || ended.reason === 'ContainerCannotRun' || [126, 127].includes(ended.exitCode);
  const again = container.status.restartCount > 0 ? `, ${container.status.restartCount + 1} times` : '';
  const message = cannotStart
    ? `Container ${container.name} of ${workload.ref} cannot start its command`
    : `Container ${container.name} of ${workload.ref} ended with ${exitOf(ended)}${again}`;
  return {
    workload: workload.ref,
    finding: findingOf({
      rule: 'crash',
      category: 'runtime',
      effect: container.status.ready ? 'degraded' : 'never-starts',
      message,
      subject: subjectOf(workload.author, containerPath(workload, container.name, cannotStart ? 'command' : undefined)),
      evidence: [...(said === '' ? [] : [seen('event', pod.ref, said)]), ...logEvidence(pod, container)],
      remedy: cannotStart
        ? 'Name a command that the image has.'
        : 'Read the last lines of its log above; the cause is in the program or in what it is given.',
    }),
  };
}

function exitOf({ exitCode, reason }: Ended): string {
  const signal = SIGNALS[exitCode - 128];
  const named = reason === '' || reason === 'Error' ? '' : `, ${reason}`;
  return `exit code ${exitCode}${signal === undefined ? '' : ` (${signal})`}${named}`;
}

function logEvidence({ ref }: PodView, { lines }: ContainerView): readonly Evidence[] {
  const last = lines.filter((line) => line.trim() !== '').slice(-LAST_LINES);
  return last.length === 0 ? [] : [seen('log', ref, last.join('\n'))];
}
