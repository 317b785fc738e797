import type { Evidence } from '@seatrial/contract';
import { quote, seen } from './evidence.ts';
import { groupBy } from './group-by.ts';
import type { ContainerView, PodView, View, WorkloadView } from './view.ts';

/** How a container of a workload ended in failure; several pods and restarts of the same container are one ending. */
export interface Ending {
  readonly pod: PodView;
  readonly container: ContainerView;
  /** Undefined if the container could not even be made. */
  readonly exitCode: number | undefined;
  readonly reason: string;
  /** Words of the runtime or of the program's termination message; empty where there are none. */
  readonly message: string;
  /** How often it ended, all pods together. */
  readonly count: number;
}

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** Endings in failure, one per container. What a probe killed is left out: it did not end by itself. */
export function endingsOf(view: View, workload: WorkloadView): readonly Ending[] {
  const all = workload.pods.flatMap((pod) => pod.containers.flatMap((container) => endingOf(view, pod, container)));
  return [...groupBy(all, ({ container }) => container.name).values()].flatMap((same) => {
    const count = same.reduce((sum, ending) => sum + ending.count, 0);
    return same.slice(0, 1).map((ending) => ({ ...ending, count }));
  });
}

function endingOf(view: View, pod: PodView, container: ContainerView): readonly Ending[] {
  const { state, lastState, restartCount } = container.status;
  const waiting = state.waiting ?? { reason: '', message: '' };
  const ended = [state.terminated, lastState.terminated].find(
    (one) => one !== undefined && (one.exitCode !== 0 || one.reason === 'OOMKilled' || waiting.reason === 'CrashLoopBackOff'),
  );
  if (ended !== undefined) {
    // Who is short of memory is slow as well: a probe that killed it once is not why the kernel did.
    if (ended.reason !== 'OOMKilled' && isKilledByProbe(view, pod, container)) return [];
    const { exitCode, reason, message } = ended;
    return [{ pod, container, exitCode, reason, message, count: Math.max(1, restartCount + (state.running === undefined ? 1 : 0)) }];
  }
  if (waiting.reason !== 'RunContainerError' && waiting.reason !== 'CreateContainerError') return [];
  return [{ pod, container, exitCode: undefined, ...waiting, count: 1 }];
}

function isKilledByProbe(view: View, pod: PodView, { name }: ContainerView): boolean {
  return view
    .eventsOf(pod.ref, 'Killing')
    .some(
      ({ message }) =>
        message.includes(`Container ${name} failed liveness probe`) || message.includes(`Container ${name} failed startup probe`),
    );
}

/** "exit code 137 (SIGKILL), OOMKilled": how it ended, without what says nothing. */
export function sayEnding({ exitCode, reason }: Ending): string {
  if (exitCode === undefined) return reason;
  const signal = SIGNALS[exitCode - 128];
  const named = reason === '' || reason === 'Error' || reason === 'Completed' ? '' : `, ${reason}`;
  return `exit code ${exitCode}${signal === undefined ? '' : ` (${signal})`}${named}`;
}

/** What the status of the pod says about an ending. */
export function endingEvidence(ending: Ending): Evidence {
  const { container, exitCode, message, pod, count } = ending;
  const said = message === '' ? '' : `: ${quote(message, 400)}`;
  const how = exitCode === undefined ? 'could not be made:' : 'ended with';
  return seen('apiserver', pod.ref, `container ${container.name} ${how} ${sayEnding(ending)}${said}`, count);
}
