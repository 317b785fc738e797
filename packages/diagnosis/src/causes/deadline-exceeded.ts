import type { Cause } from '../cause.ts';
import { findingOf, seen, subjectOf } from '../finding-of.ts';
import { conditionsOf } from '../model.ts';

/** A Job ran longer than it allows itself. */
export const deadlineExceeded: Cause = {
  rule: 'deadline-exceeded',
  detect: (view) =>
    view.workloads.flatMap((workload) =>
      workload.family.flatMap((member) => {
        const condition = conditionsOf(view.find(member)).find(
          ({ type, status, reason }) => type === 'Failed' && status === 'True' && reason === 'DeadlineExceeded',
        );
        if (condition === undefined) return [];
        const path =
          workload.author.object.kind === 'CronJob' ? 'spec.jobTemplate.spec.activeDeadlineSeconds' : 'spec.activeDeadlineSeconds';
        const finding = findingOf({
          rule: 'deadline-exceeded',
          category: 'capacity',
          effect: 'degraded',
          message: `${workload.ref} ran longer than its activeDeadlineSeconds allows`,
          subject: subjectOf(workload.author, path),
          evidence: [seen('event', member, condition.message === '' ? condition.reason : condition.message)],
          remedy: 'Raise activeDeadlineSeconds, or make the job faster.',
        });
        return [{ workload: workload.ref, finding }];
      }),
    ),
};
