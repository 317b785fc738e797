import type { Unknown } from '@seatrial/contract';
import { unreachablePulls } from './causes/image-not-found.ts';
import type { View, WorkloadView } from './view.ts';

/** What observation left open: images that could not be fetched here, and workloads that were not seen to their end. */
export function unknownsOf(view: View): readonly Unknown[] {
  const images = unreachablePulls(view).map(({ image, message }) => ({
    what: `image ${image}`,
    why: `it could not be pulled here, and whether it exists is not known: ${message}. Load it with --images`,
  }));
  const unsettled = view.workloads.filter((workload) => workload.outcome === 'unsettled');
  return [
    ...images,
    ...unsettled.map((workload) => ({
      what: workload.ref,
      why: `it was still ${doing(workload)} when observation ended; allow more time with --deadline`,
    })),
  ];
}

function doing({ pods }: WorkloadView): string {
  const pod = pods[0];
  if (pod === undefined) return 'without a pod';
  const waiting = pod.containers.map(({ status }) => status.state.waiting?.reason ?? '').find((reason) => reason !== '');
  return waiting === undefined ? pod.model.status.phase.toLowerCase() : `waiting (${waiting})`;
}
