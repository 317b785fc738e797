import { objectRef } from '@seatrial/contract';
import type { ChangeObject, ContainerLog, KubeObject, Observation, ObservedEvent, WorkloadOutcome } from '@seatrial/contract';
import { groupBy } from './group-by.ts';
import { containersOf, podSpecOf, podStatusOf } from './model.ts';
import type { Container, ContainerStatus, PodSpec, PodStatus } from './model.ts';
import { fieldOf } from './read-field.ts';

/** What was seen, arranged by the author's workloads; built once, read by every cause. */
export interface View {
  readonly observation: Observation;
  readonly workloads: readonly WorkloadView[];
  find(ref: string): KubeObject | undefined;
  ofKind(kind: string, namespace?: string): readonly KubeObject[];
  /** Events about an object, oldest first; all of them, or those with one of the reasons. */
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
  /** Jobs, replica sets, pods and claims made for it, as objectRef, and itself. */
  readonly family: readonly string[];
  /** Path of the pod spec inside the author's object, for example spec.template.spec; undefined for kinds that are not known. */
  readonly podPath: string | undefined;
  readonly template: PodSpec;
}

export interface PodView {
  readonly ref: string;
  readonly object: KubeObject;
  readonly spec: PodSpec;
  readonly status: PodStatus;
  readonly containers: readonly ContainerView[];
}

export interface ContainerView {
  readonly name: string;
  readonly spec: Container | undefined;
  readonly status: ContainerStatus;
  /** Lines of all instances that were kept, oldest first. */
  readonly lines: readonly string[];
  /** Lines of the instance that ended last, or of the only one. */
  readonly lastLines: readonly string[];
}

const POD_PATHS: Readonly<Record<string, string>> = {
  Pod: 'spec',
  Deployment: 'spec.template.spec',
  StatefulSet: 'spec.template.spec',
  DaemonSet: 'spec.template.spec',
  ReplicaSet: 'spec.template.spec',
  Job: 'spec.template.spec',
  CronJob: 'spec.jobTemplate.spec.template.spec',
};

export function viewOf(observation: Observation): View {
  const byRef = new Map(observation.objects.map((object) => [objectRef(object), object]));
  const byAuthor = new Map(observation.change.map((one) => [objectRef(one.object), one]));
  const events = groupBy(
    observation.events.toSorted((left, right) => (left.lastSeen < right.lastSeen ? -1 : Number(left.lastSeen > right.lastSeen))),
    ({ object }) => object,
  );
  return {
    observation,
    workloads: observation.change.flatMap((author) => workloadView(author, observation, byRef)),
    find: (ref) => byRef.get(ref),
    ofKind: (kind, namespace) =>
      observation.objects.filter((object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace)),
    eventsOf: (ref, ...reasons) => (events.get(ref) ?? []).filter(({ reason }) => reasons.length === 0 || reasons.includes(reason)),
    authored: (ref) => byAuthor.get(ref),
  };
}

/** An object of the change that starts pods: of a kind that does, or one that pods were seen of. */
function workloadView(author: ChangeObject, observation: Observation, byRef: ReadonlyMap<string, KubeObject>): readonly WorkloadView[] {
  const ref = objectRef(author.object);
  const family = [ref, ...[...observation.owners].flatMap(([object, owner]) => (owner === ref && object !== ref ? [object] : []))];
  const pods = family.flatMap((member) => {
    const object = byRef.get(member);
    return object?.kind === 'Pod' ? [podView(object, observation.logs)] : [];
  });
  const podPath = POD_PATHS[author.object.kind];
  const outcome = observation.outcomes.get(ref);
  if (podPath === undefined && pods.length === 0 && outcome === undefined) return [];
  const template = podSpecOf(podPath === undefined ? undefined : fieldOf(author.object, podPath));
  return [{ ref, author, namespace: author.object.metadata.namespace ?? '', outcome, pods, family, podPath, template }];
}

function podView(object: KubeObject, logs: readonly ContainerLog[]): PodView {
  const ref = objectRef(object);
  const spec = podSpecOf(object['spec']);
  const status = podStatusOf(object);
  const own = logs.filter((log) => log.pod === ref);
  const containers = [...status.initContainerStatuses, ...status.containerStatuses].map((one) => containerView(one, spec, own));
  return { ref, object, spec, status, containers };
}

function containerView(status: ContainerStatus, podSpec: PodSpec, podLogs: readonly ContainerLog[]): ContainerView {
  const { name } = status;
  const logs = podLogs.filter((log) => log.container === name);
  const before = logs.find((log) => log.previous)?.lines ?? [];
  const now = logs.find((log) => !log.previous)?.lines ?? [];
  const hasEnded = status.state.terminated !== undefined || before.length === 0;
  return {
    name,
    spec: containersOf(podSpec).find((container) => container.name === name),
    status,
    lines: [...before, ...now],
    lastLines: hasEnded ? now : before,
  };
}
