import type { Evidence } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { endingEvidence, endingsOf, sayEnding } from '../endings.ts';
import type { Ending } from '../endings.ts';
import { seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { isPartlyReady } from '../pod-state.ts';
import { containerSubject, nameOf } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** A container ended in failure, and nothing more specific explains why. */
export const crash: Cause = {
  rule: 'crash',
  detect: (view) =>
    view.workloads
      .filter(({ outcome }) => outcome === 'failed')
      .flatMap((workload) =>
        endingsOf(view, workload)
          .filter((ending) => !hasRecovered(view, ending))
          .map((ending) => diagnose(workload, ending)),
      ),
};

const LAST_LINES = 5;
const RUN_TO_THE_END = new Set(['Job', 'CronJob', 'Pod']);

/** It fell over once, runs again, and a probe complains: that is the trouble, the fall only its prelude. */
function hasRecovered(view: View, { container, pod }: Ending): boolean {
  const { state, restartCount } = container.status;
  return state.running !== undefined && restartCount < 2 && view.eventsOf(pod.ref, 'Unhealthy').length > 0;
}

function diagnose(workload: WorkloadView, ending: Ending): Diagnosed {
  const { container, pod } = ending;
  const problem = problemOf(workload, ending);
  return {
    workloads: [workload.ref],
    finding: findingOf({
      rule: 'crash',
      category: 'runtime',
      effect: problem.cannotStart || !hasWorked(workload) ? 'never-starts' : 'degraded',
      message: `Container ${container.name} of ${nameOf(workload.author.object)} ${problem.says}.`,
      subject: containerSubject(workload, container.name, problem.cannotStart ? 'command' : undefined),
      evidence: [endingEvidence(ending), ...lastWords(pod.ref, container.lastLines)],
      remedy: problem.remedy,
    }),
  };
}

/** A job that ran and failed has worked for a while, too: its pods are ready while they run. */
function hasWorked(workload: WorkloadView): boolean {
  return isPartlyReady(workload) || RUN_TO_THE_END.has(workload.author.object.kind);
}

interface Problem {
  readonly says: string;
  readonly remedy: string;
  readonly cannotStart: boolean;
}

function problemOf({ author }: WorkloadView, ending: Ending): Problem {
  const { exitCode, reason, message, count } = ending;
  const often = count > 1 ? `, ${count} times` : '';
  if (isNotFound(exitCode, reason, message))
    return {
      says: `cannot start: its command was not found (${sayEnding(ending)})`,
      remedy: 'Name a command that the image has (command, args).',
      cannotStart: true,
    };
  if (exitCode === 126)
    return {
      says: 'cannot start: its command may not be executed (exit code 126)',
      remedy: 'Make the command executable, or start it with its interpreter.',
      cannotStart: true,
    };
  if (exitCode === undefined || reason === 'StartError' || reason === 'ContainerCannotRun')
    return { says: `cannot be started (${sayEnding(ending)})`, remedy: 'Mend what the container runtime names.', cannotStart: true };
  if (exitCode === 0) {
    const remedy = `Keep the program in the foreground, or make it a Job if it is meant to end: a ${author.object.kind} expects it to run on.`;
    return { says: `ends by itself with exit code 0${often}`, remedy, cannotStart: false };
  }
  const remedy = 'Read its last lines above: the cause is in the program or in what it is given.';
  return { says: `ended with ${sayEnding(ending)}${often}`, remedy, cannotStart: false };
}

function isNotFound(exitCode: number | undefined, reason: string, message: string): boolean {
  if (/executable file not found|exec: .*not found|no such file or directory/i.test(message))
    return exitCode === undefined || reason !== 'Error';
  return exitCode === 127;
}

function lastWords(pod: string, lines: readonly string[]): readonly Evidence[] {
  const last = lines.filter((line) => line.trim() !== '').slice(-LAST_LINES);
  return last.length === 0 ? [] : [seen('log', pod, last.join('\n'))];
}
