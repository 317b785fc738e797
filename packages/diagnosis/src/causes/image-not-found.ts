import type { Cause, Diagnosed } from '../cause.ts';
import { quote, seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { groupBy } from '../group-by.ts';
import { pullsOf } from '../pulls.ts';
import type { Pull } from '../pulls.ts';
import { containerSubject, nameOf } from '../subject.ts';
import type { WorkloadView } from '../view.ts';

/** An image that the registry does not have, or that the change forbids to fetch. */
export const imageNotFound: Cause = {
  rule: 'image-not-found',
  detect: (view) =>
    view.workloads.flatMap((workload) =>
      [...groupBy(pullsOf(view, workload), ({ image }) => image).values()].flatMap((pulls) => diagnose(workload, pulls)),
    ),
};

interface Problem {
  readonly says: string;
  readonly field: 'image' | 'imagePullPolicy';
  readonly remedy: string;
}

/** Of an image whose registry could not be asked, nothing is known. */
const PROBLEMS: Readonly<Record<Pull['kind'], Problem | undefined>> = {
  unreachable: undefined,
  absent: {
    says: 'does not exist in its registry, or may not be pulled from it',
    field: 'image',
    remedy: 'Push this image, correct its name or tag, or name an imagePullSecret that may read it.',
  },
  'reserved-name': {
    says: 'cannot be pulled: the name of its registry is reserved for examples and belongs to nobody',
    field: 'image',
    remedy: 'Name the registry that holds the image, or load the image into the trial with --images.',
  },
  invalid: { says: 'is no valid image name', field: 'image', remedy: 'Write the image as registry/repository:tag.' },
  never: {
    says: 'is not on the node, and imagePullPolicy: Never forbids to pull it',
    field: 'imagePullPolicy',
    remedy: 'Use imagePullPolicy: IfNotPresent, or load the image into the trial with --images if the real nodes have it.',
  },
};

function diagnose(workload: WorkloadView, pulls: readonly Pull[]): readonly Diagnosed[] {
  const [first] = pulls;
  const problem = first === undefined ? undefined : PROBLEMS[first.kind];
  if (first === undefined || problem === undefined) return [];
  const containers = pulls.map(({ container }) => container.name).join(', ');
  return [
    {
      workloads: [workload.ref],
      finding: findingOf({
        rule: 'image-not-found',
        category: 'image',
        effect: 'never-starts',
        message: `Image ${quote(first.image)} of container ${containers} in ${nameOf(workload.author.object)} ${problem.says}.`,
        subject: containerSubject(workload, first.container.name, problem.field),
        evidence: pulls.map(({ source, pod, message }) => seen(source, pod.ref, message)),
        remedy: problem.remedy,
      }),
    },
  ];
}
