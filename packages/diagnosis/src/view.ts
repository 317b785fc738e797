import { objectRef } from '@seatrial/contract';
import type { ChangeObject, ContainerLog, KubeObject, Observation, ObservedEvent, WorkloadOutcome } from '@seatrial/contract';
import { podModel, templateOf } from './model.ts';
import type { ContainerStatus, PodModel, PodSpec } from './model.ts';

/** What was seen, arranged by the author's workloads; built once, read by every cause. */
export interface View {
  readonly observation: Observation;
  readonly workloads: readonly WorkloadView[];
  find(ref: string): KubeObject | undefined;
  ofKind(kind: string, namespace?: string): readonly KubeObject[];
  eventsOf(ref: string, ...reasons: readonly string[]): readonly ObservedEvent[];
  /** The author's object by reference. */
  authored(ref: string): ChangeObject | undefined;
}

export interface WorkloadView {
  readonly ref: string;
  readonly author: ChangeObject;
  readonly namespace: string;
  readonly outcome: WorkloadOutcome | undefined;
  readonly pods: readonly PodView[];
  /** Jobs, replica sets and claims made for it, as objectRef, and itself. */
  readonly family: readonly string[];
  /** Path of the pod spec inside the author's object, for example spec.template.spec. */
  readonly podPath: string;
  readonly template: PodSpec;
}

export interface PodView {
  readonly ref: string;
  readonly model: PodModel;
  readonly containers: readonly ContainerView[];
}

export interface ContainerView {
  readonly name: string;
  readonly status: ContainerStatus;
  /** Lines of all instances, oldest first. */
  readonly lines: readonly string[];
}

export function viewOf(observation: Observation): View {
  const byRef = new Map(observation.objects.map((object) => [objectRef(object), object]));
  const byAuthor = new Map(observation.change.map((one) => [objectRef(one.object), one]));
  return {
    observation,
    workloads: observation.change.flatMap((author) => workloadView(author, observation, byRef)),
    find: (ref) => byRef.get(ref),
    ofKind: (kind, namespace) =>
      observation.objects.filter((object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace)),
    eventsOf: (ref, ...reasons) =>
      observation.events.filter((event) => event.object === ref && (reasons.length === 0 || reasons.includes(event.reason))),
    authored: (ref) => byAuthor.get(ref),
  };
}

function workloadView(author: ChangeObject, observation: Observation, byRef: ReadonlyMap<string, KubeObject>): readonly WorkloadView[] {
  const described = templateOf(author.object);
  if (described === undefined) return [];
  const ref = objectRef(author.object);
  const family = [ref, ...[...observation.owners].flatMap(([object, owner]) => (owner === ref && object !== ref ? [object] : []))];
  const pods = family.flatMap((member) => {
    const object = byRef.get(member);
    return object?.kind === 'Pod' ? [podView(object, observation.logs)] : [];
  });
  return [
    { ref, author, namespace: author.object.metadata.namespace ?? '', outcome: observation.outcomes.get(ref), pods, family, ...described },
  ];
}

function podView(object: KubeObject, logs: readonly ContainerLog[]): PodView {
  const ref = objectRef(object);
  const model = podModel(object);
  const statuses = [...model.status.initContainerStatuses, ...model.status.containerStatuses];
  const containers = statuses.map((status) => ({ name: status.name, status, lines: linesOf(logs, ref, status.name) }));
  return { ref, model, containers };
}

function linesOf(logs: readonly ContainerLog[], pod: string, container: string): readonly string[] {
  const own = logs.filter((log) => log.pod === pod && log.container === container);
  return own.toSorted((left, right) => Number(right.previous) - Number(left.previous)).flatMap((log) => log.lines);
}
