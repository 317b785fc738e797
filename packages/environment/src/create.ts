import { objectRef } from '@seatrial/contract';
import type { KubeObject, Unknown } from '@seatrial/contract';
import { ApiError } from '@seatrial/kube';
import type { KubeClient } from '@seatrial/kube';
import type { PlatformSnapshot } from '@seatrial/platform';
import { keyOf, writeInventory } from './inventory.ts';
import { planEnvironment } from './plan.ts';
import { PERMANENT_NAMESPACES, removeEnvironment } from './remove.ts';
import { waitUntilServed } from './wait-until-served.ts';

export interface EnvironmentInput {
  readonly kube: KubeClient;
  /** Without one the environment is the bare cluster with the namespaces that the change names. */
  readonly snapshot: PlatformSnapshot | undefined;
  /** Objects that will be deployed, so that they can be removed again. */
  readonly change: readonly KubeObject[];
  /** Node whose labels stand for the platform's nodes. */
  readonly nodeName: string;
  readonly hasImage: (name: string) => boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Environment {
  readonly unknowns: readonly Unknown[];
  readonly secretValues: readonly string[];
  /** How many objects of the platform it holds. */
  readonly size: number;
}

/**
 * Makes an environment in a cluster: removes what an interrupted run left there, then loads the platform snapshot.
 * An object that cannot be loaded becomes an unknown, not an error. Undo it with removeEnvironment.
 */
export async function createEnvironment(input: EnvironmentInput): Promise<Environment> {
  const { kube, signal } = input;
  await removeEnvironment(kube, signal);
  const plan = input.snapshot === undefined ? barePlan(input.change) : planEnvironment(input.snapshot, input.hasImage);
  const replaced = input.snapshot === undefined ? [] : await findReplaced(kube, input.snapshot);
  const existing = await findExisting(kube, [...input.change, ...plan.objects.filter(isInPermanentNamespace)]);
  const isNew = (object: KubeObject): boolean => !existing.some((one) => one.kind === object.kind && objectRef(one) === objectRef(object));
  await writeInventory(kube, {
    startedAt: new Date(Math.floor(Date.now() / 1000) * 1000).toISOString(),
    created: [...plan.objects, ...input.change].filter(isNew).map(keyOf),
    restored: [...replaced, ...existing].map((object) => ({ ...object })),
    nodeLabels: Object.keys(plan.nodeLabels),
  });
  for (const object of replaced) await kube.delete(object, { signal });
  if (Object.keys(plan.nodeLabels).length > 0) await labelNode(input, plan.nodeLabels);
  const unknowns = plan.unknowns.filter((unknown) => concerns(unknown, input.change));
  for (const object of plan.objects) {
    const refusal = await load(kube, object, signal);
    if (refusal !== undefined) unknowns.push(refusal);
  }
  return { unknowns, secretValues: plan.secretValues, size: plan.objects.length };
}

/** How volumes differ from the platform's matters only for the classes that the change uses. */
function concerns({ what }: Unknown, change: readonly KubeObject[]): boolean {
  const storageClass = /^StorageClass\/(.+)$/.exec(what)?.[1];
  return (
    storageClass === undefined ||
    change.some((object) => JSON.stringify(object).includes(`"storageClassName":${JSON.stringify(storageClass)}`))
  );
}

function barePlan(change: readonly KubeObject[]): ReturnType<typeof planEnvironment> {
  const made = new Set(change.filter((object) => object.kind === 'Namespace').map((object) => object.metadata.name));
  const named = new Set(change.flatMap((object) => object.metadata.namespace ?? []));
  const objects = [...named]
    .filter((name) => !made.has(name) && name !== 'default')
    .map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const why = 'no platform was given (--platform DIR): its quotas, permissions, policies, network rules and storage were not tested';
  return { objects, nodeLabels: {}, secretValues: [], unknowns: [{ what: 'the real platform', why }] };
}

/** The cluster's own storage classes give way to the platform's: what the platform does not have must not be found. */
async function findReplaced(kube: KubeClient, snapshot: PlatformSnapshot): Promise<readonly KubeObject[]> {
  if (snapshot.coverage.kind === 'partial' && snapshot.coverage.missing.includes('StorageClass')) return [];
  return (await kube.list('storage.k8s.io/v1', 'StorageClass')).map(restorable);
}

/** Objects of the cluster itself that are about to be altered, as they are now. */
async function findExisting(kube: KubeClient, objects: readonly KubeObject[]): Promise<readonly KubeObject[]> {
  const found = await Promise.all(objects.map((object) => kube.get(object)));
  return found.flatMap((object) => (object === undefined ? [] : [restorable(object)]));
}

function isInPermanentNamespace({ kind, metadata }: KubeObject): boolean {
  return PERMANENT_NAMESPACES.has(kind === 'Namespace' ? metadata.name : (metadata.namespace ?? ''));
}

function restorable(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata, status: _, ...rest } = object;
  const { name, namespace, labels, annotations } = metadata;
  const kept = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { ...rest, apiVersion, kind, metadata: kept };
}

async function labelNode({ kube, nodeName, signal }: EnvironmentInput, labels: Readonly<Record<string, string>>): Promise<void> {
  await kube.mergePatch({ apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName } }, { metadata: { labels } }, { signal });
}

async function load(kube: KubeClient, object: KubeObject, signal: AbortSignal | undefined): Promise<Unknown | undefined> {
  try {
    await kube.apply(object, { signal });
    if (object.kind === 'CustomResourceDefinition') await waitUntilServed(kube, object, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { what: `${objectRef(object)} of the platform`, why: `could not be loaded: ${error.serverMessage}` };
  }
}
