import { objectRef } from '@seatrial/contract';
import type { ChangeObject, KubeObject, Refusal, Unknown } from '@seatrial/contract';
import { ApiError } from '@seatrial/kube';
import type { Say, StageResult } from './course.ts';
import type { Ground } from './ground.ts';
import type { Mask } from './mask.ts';

/** Kinds that others of the same change need first; the rest follows in the author's order. */
const FIRST = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'ClusterRole',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'NetworkPolicy',
  'Service',
];
const LAST = ['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Ingress', 'HTTPRoute'];

export interface Deployed {
  /** Objects as the API server stored them, by objectRef. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  readonly refusals: readonly Refusal[];
  readonly unknowns: readonly Unknown[];
}

/** Applies a change as its deployer, object by object; a refusal does not hide the next one. */
export async function deploy(
  ground: Ground,
  change: readonly ChangeObject[],
  say: Say,
  signal: AbortSignal | undefined,
): Promise<StageResult<Deployed>> {
  const objects = new Map<string, KubeObject>();
  const refusals: Refusal[] = [];
  const unknowns: Unknown[] = [];
  for (const one of inOrder(change)) {
    say(`applying ${objectRef(one.object)}`);
    try {
      const { object } = await ground.kube.apply(one.object, { as: ground.deployer, signal });
      objects.set(objectRef(one.object), object);
      if (object.kind === 'CustomResourceDefinition') ground.kube.discovery.forget();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isTroubleOfServer(error)) throw error;
      refusals.push(refusalOf(one, ground.deployer?.user ?? 'the administrator', error, ground.mask));
    }
  }
  if (refusals.length === 0)
    for (const one of change) unknowns.push(...(await startCronJob(ground, one, objects.get(objectRef(one.object)), refusals)));
  const value = { objects, refusals, unknowns };
  if (refusals.length === 0) return { value, status: 'passed' };
  return { value, status: 'failed', reason: `${String(refusals.length)} of ${String(change.length)} objects were refused` };
}

/** The server answers a field that no schema knows with status 500, although it is the change's own fault. */
function isTroubleOfServer({ status, serverMessage }: ApiError): boolean {
  return status === 429 || (status >= 500 && !serverMessage.includes('failed to create typed patch object'));
}

function refusalOf(object: ChangeObject, user: string, error: ApiError, mask: Mask): Refusal {
  return { object, user, status: error.status, reason: error.reason, message: mask(error.serverMessage) };
}

function rank({ object: { kind } }: ChangeObject): number {
  if (FIRST.includes(kind)) return FIRST.indexOf(kind);
  return LAST.includes(kind) ? FIRST.length + 1 : FIRST.length;
}

/** A job that is refused now would be refused at its hour, too. */
async function startCronJob(
  ground: Ground,
  one: ChangeObject,
  applied: KubeObject | undefined,
  refusals: Refusal[],
): Promise<readonly Unknown[]> {
  if (applied?.kind !== 'CronJob') return [];
  try {
    return await startNow(ground, applied);
  } catch (error) {
    if (!(error instanceof ApiError) || isTroubleOfServer(error)) throw error;
    refusals.push(refusalOf(one, 'the CronJob controller', error, ground.mask));
    return [];
  }
}

function inOrder(change: readonly ChangeObject[]): readonly ChangeObject[] {
  return change.toSorted((left, right) => rank(left) - rank(right));
}

/** Starts a CronJob's job at once, as `kubectl create job --from` does, and keeps its own schedule from starting a second one. */
async function startNow(ground: Ground, cronJob: KubeObject): Promise<readonly Unknown[]> {
  const spec = cronJob['spec'];
  if (typeof spec !== 'object' || spec === null || !('jobTemplate' in spec)) return [];
  if ('suspend' in spec && spec.suspend === true)
    return [{ what: objectRef(cronJob), why: 'it is suspended (spec.suspend: true), so its job was not run' }];
  const template = spec.jobTemplate;
  if (typeof template !== 'object' || template === null || !('spec' in template)) return [];
  await ground.kube.mergePatch(cronJob, { spec: { suspend: true } });
  const { name, namespace, uid } = cronJob.metadata;
  const labels =
    'metadata' in template && typeof template.metadata === 'object' && template.metadata !== null && 'labels' in template.metadata
      ? template.metadata.labels
      : undefined;
  await ground.kube.create({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobNameOf(name),
      ...(namespace === undefined ? {} : { namespace }),
      ...(isLabels(labels) ? { labels } : {}),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
      ownerReferences: [{ apiVersion: cronJob.apiVersion, kind: 'CronJob', name, uid: uid ?? '', controller: true }],
    },
    spec: template.spec,
  });
  return [];
}

/** Kubernetes keeps the names of CronJobs short enough for this. */
export function jobNameOf(cronJob: string): string {
  return `${cronJob}-trial`;
}

function isLabels(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((label) => typeof label === 'string');
}
