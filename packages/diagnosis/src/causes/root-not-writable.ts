import type { Cause, Diagnosed } from '../cause.ts';
import { seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { groupBy } from '../group-by.ts';
import { fieldOf } from '../read-field.ts';
import { containerSubject, nameOf } from '../subject.ts';
import type { WorkloadView } from '../view.ts';
import { folderOf, writeFailuresOf } from '../write-failures.ts';
import type { WriteFailure } from '../write-failures.ts';

/** A container could not write into its own file system, which is mounted read-only. */
export const rootNotWritable: Cause = {
  rule: 'root-not-writable',
  detect: ({ workloads }) =>
    workloads.flatMap((workload) => {
      const failures = groupBy(writeFailuresOf(workload).filter(isRootReadOnly), ({ container }) => container.name);
      return [...failures.values()].flatMap((same) => diagnose(workload, same));
    }),
};

const FIELD = 'securityContext.readOnlyRootFilesystem';

function isRootReadOnly({ mount, isReadOnly, container }: WriteFailure): boolean {
  return mount === undefined && isReadOnly && fieldOf(container.spec, FIELD) === true;
}

function diagnose(workload: WorkloadView, failures: readonly WriteFailure[]): readonly Diagnosed[] {
  const [first] = failures;
  if (first === undefined) return [];
  const { name } = first.container;
  const paths = failures.map(({ path }) => path).join(', ');
  const folders = failures.map(({ path }) => folderOf(path)).join(', ');
  return [
    {
      workloads: [workload.ref],
      finding: findingOf({
        rule: 'root-not-writable',
        category: 'runtime',
        effect: 'degraded',
        message: `Container ${name} of ${nameOf(workload.author.object)} cannot write ${paths}: its root file system is read-only (${FIELD}: true).`,
        subject: containerSubject(workload, name, FIELD),
        evidence: failures.map(({ pod, line, count }) => seen('log', pod.ref, line, count)),
        remedy: failures.length === 1 ? `Mount an emptyDir volume at ${folders}.` : `Mount an emptyDir volume at each of ${folders}.`,
      }),
    },
  ];
}
