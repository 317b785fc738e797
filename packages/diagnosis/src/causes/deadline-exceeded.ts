import type { Cause, Diagnosed } from '../cause.ts';
import { endingsOf } from '../endings.ts';
import { seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { conditionsOf } from '../model.ts';
import { nameOf, subjectOf } from '../subject.ts';
import type { View, WorkloadView } from '../view.ts';

/** A Job ran longer than it allows itself. */
export const deadlineExceeded: Cause = {
  rule: 'deadline-exceeded',
  detect: (view) =>
    view.workloads.filter((workload) => !endedByItself(view, workload)).flatMap((workload) => diagnose(view, workload).slice(0, 1)),
};

/** Signals by which the Job controller ends pods at the deadline; another exit is why the job took so long. */
const ENDED_BY_SIGNAL = new Set([137, 143]);

function endedByItself(view: View, workload: WorkloadView): boolean {
  return endingsOf(view, workload).some(({ exitCode }) => exitCode === undefined || !ENDED_BY_SIGNAL.has(exitCode));
}

function diagnose(view: View, workload: WorkloadView): readonly Diagnosed[] {
  return workload.family.flatMap((member) => {
    const condition = conditionsOf(view.find(member)).find(
      ({ type, status, reason }) => type === 'Failed' && status === 'True' && reason === 'DeadlineExceeded',
    );
    if (condition === undefined) return [];
    const path = workload.author.object.kind === 'CronJob' ? 'spec.jobTemplate.spec.activeDeadlineSeconds' : 'spec.activeDeadlineSeconds';
    const finding = findingOf({
      rule: 'deadline-exceeded',
      category: 'runtime',
      effect: 'degraded',
      message: `${nameOf(workload.author.object)} ran longer than its activeDeadlineSeconds allows.`,
      subject: subjectOf(workload.author, path),
      evidence: [seen('apiserver', member, `${condition.reason}: ${condition.message}`)],
      remedy: 'Find what it waits for in its log, or raise activeDeadlineSeconds.',
    });
    return [{ workloads: [workload.ref], finding }];
  });
}
