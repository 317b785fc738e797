import type { Unknown } from '@seatrial/contract';
import { quote } from './evidence.ts';
import { groupBy } from './group-by.ts';
import { conditionOf } from './model.ts';
import { isReady } from './pod-state.ts';
import { pullsOf } from './pulls.ts';
import type { View, WorkloadView } from './view.ts';

/** What observation left open: images that could not be fetched here, and workloads that were not seen to their end. */
export function unknownsOf(view: View): readonly Unknown[] {
  const pulls = view.workloads.flatMap((workload) => pullsOf(view, workload)).filter(({ kind }) => kind === 'unreachable');
  const waiting = new Set(pulls.map(({ workload }) => workload.ref));
  const unsettled = view.workloads.filter(({ outcome, ref }) => outcome === 'unsettled' && !waiting.has(ref));
  return [
    ...[...groupBy(pulls, ({ image }) => image)].map(([image, same]) => ({
      what: `image ${quote(image)}`,
      why: `it could not be pulled here, so whether it exists is not known: ${quote(same[0]?.message ?? '')}; load it with --images`,
    })),
    ...unsettled.map((workload) => ({
      what: workload.ref,
      why: `${doing(view, workload)} when observation ended; allow more time with --deadline`,
    })),
  ];
}

/** What a workload was at: the first of its pods that is not through, and what was last heard of it. */
function doing(view: View, { pods, author }: WorkloadView): string {
  const shown = pods.find((pod) => pod.status.phase !== 'Succeeded' && !isReady(pod)) ?? pods[0];
  if (shown === undefined) return author.object.kind === 'CronJob' ? 'no job of it had made a pod' : 'no pod of it had been made';
  const last = view.eventsOf(shown.ref).at(-1);
  const heard = last === undefined ? '' : ` (last event: ${last.reason}: ${quote(last.message, 120)})`;
  const waiting = shown.containers.find(({ status }) => status.state.waiting !== undefined);
  if (waiting !== undefined) return `container ${waiting.name} was waiting: ${waiting.status.state.waiting?.reason ?? ''}${heard}`;
  const running = shown.containers.find(({ status }) => status.state.running !== undefined && !status.ready);
  if (running !== undefined) return `container ${running.name} was running and not ready${heard}`;
  if (conditionOf(shown.status, 'PodScheduled')?.status === 'False') return `a pod of it waited for a node${heard}`;
  return `a pod of it was ${shown.status.phase.toLowerCase()}${heard}`;
}
