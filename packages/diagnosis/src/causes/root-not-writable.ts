import type { Cause } from '../cause.ts';
import { containerPath, findingOf, seen, subjectOf } from '../finding-of.ts';
import { fieldOf } from '../model.ts';
import type { WorkloadView } from '../view.ts';
import { writeFailuresOf } from '../write-failures.ts';
import type { WriteFailure } from '../write-failures.ts';

/** A container could not write into its own file system, which is mounted read-only. */
export const rootNotWritable: Cause = {
  rule: 'root-not-writable',
  detect: ({ workloads }) =>
    workloads.flatMap((workload) =>
      writeFailuresOf(workload)
        .filter(
          (failure) => failure.mount === undefined && /EROFS|read-?only ?file ?system/i.test(failure.line) && isReadOnly(workload, failure),
        )
        .map((failure) => ({
          workload: workload.ref,
          finding: findingOf({
            rule: 'root-not-writable',
            category: 'runtime',
            effect: 'degraded',
            message: `Container ${failure.container.name} of ${workload.ref} cannot write ${failure.path}: its root file system is read-only`,
            subject: subjectOf(workload.author, containerPath(workload, failure.container.name, 'securityContext.readOnlyRootFilesystem')),
            evidence: [seen('log', failure.pod.ref, failure.line)],
            remedy: `Mount an emptyDir volume at the folder of ${failure.path}.`,
          }),
        })),
    ),
};

function isReadOnly({ template }: WorkloadView, { container }: WriteFailure): boolean {
  const written = [...template.initContainers, ...template.containers].find(({ name }) => name === container.name);
  return fieldOf(written, 'securityContext.readOnlyRootFilesystem') === true;
}
