import { z } from 'zod';
import { objectRef } from '@seatrial/contract';
import type { KubeObject, ObservedEvent } from '@seatrial/contract';
import type { KubeClient } from '@seatrial/kube';

/** What a cluster shows of a change at one moment. */
export interface Sight {
  /** The change's own objects and what came of them, with what explains them: volumes, classes, roles, quotas, policies. */
  readonly objects: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly events: readonly ObservedEvent[];
  /** Author's object of each generated one, both by objectRef. */
  readonly owners: ReadonlyMap<string, string>;
}

/** Kinds that a change's controllers make, or that say why something does not work. */
const IN_NAMESPACES = [
  ['v1', 'Pod'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['v1', 'ResourceQuota'],
  ['v1', 'LimitRange'],
  ['v1', 'ServiceAccount'],
  ['apps/v1', 'ReplicaSet'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
] as const;
const IN_CLUSTER = [
  ['v1', 'PersistentVolume'],
  ['storage.k8s.io/v1', 'StorageClass'],
] as const;

const EventObject = z.looseObject({
  involvedObject: z.looseObject({ kind: z.string().default(''), name: z.string().default(''), namespace: z.string().optional() }),
  type: z.enum(['Normal', 'Warning']).catch('Normal'),
  reason: z.string().default(''),
  message: z.string().default(''),
  count: z.int().nullish(),
  series: z.looseObject({ count: z.int() }).nullish(),
  source: z.looseObject({ component: z.string().default('') }).nullish(),
  reportingComponent: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  metadata: z.looseObject({ creationTimestamp: z.string() }),
});

export async function look(kube: KubeClient, deployed: readonly KubeObject[], signal: AbortSignal | undefined): Promise<Sight> {
  const namespaces = [...new Set(deployed.flatMap((object) => object.metadata.namespace ?? []))];
  const lists = namespaces.flatMap((namespace) =>
    IN_NAMESPACES.map(([apiVersion, kind]) => kube.list(apiVersion, kind, { namespace, signal })),
  );
  const clusterLists = IN_CLUSTER.map(([apiVersion, kind]) => kube.list(apiVersion, kind, { signal }));
  const secrets = namespaces.map(async (namespace) => (await kube.list('v1', 'Secret', { namespace, signal })).map(withoutValues));
  const events = namespaces.map((namespace) => kube.list('v1', 'Event', { namespace, signal }));
  const objects = (await Promise.all([...lists, ...clusterLists, ...secrets])).flat();
  const owners = ownersOf(objects, deployed);
  const pods = objects.filter((object) => object.kind === 'Pod' && owners.has(objectRef(object)));
  return { objects, pods, owners, events: (await Promise.all(events)).flat().map(eventOf) };
}

/** Follows owner references from every object up to one that the author wrote. */
function ownersOf(objects: readonly KubeObject[], deployed: readonly KubeObject[]): ReadonlyMap<string, string> {
  const authored = new Map(deployed.map((object) => [object.metadata.uid, object]));
  const byUid = new Map(objects.map((object) => [object.metadata.uid, object]));
  const rootOf = (object: KubeObject, depth: number): KubeObject | undefined => {
    const own = authored.get(object.metadata.uid);
    if (own !== undefined || depth > 5) return own;
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const owner = authored.get(uid) ?? byUid.get(uid);
      const root = owner === undefined ? undefined : rootOf(owner, depth + 1);
      if (root !== undefined) return root;
    }
    return undefined;
  };
  const owners = new Map<string, string>();
  for (const object of objects) {
    const root = rootOf(object, 0) ?? claimOwner(object, deployed);
    if (root !== undefined) owners.set(objectRef(object), objectRef(root));
  }
  return owners;
}

/** A StatefulSet does not own the claims it makes; their names tell: <template>-<set>-<ordinal>. */
function claimOwner(object: KubeObject, deployed: readonly KubeObject[]): KubeObject | undefined {
  if (object.kind !== 'PersistentVolumeClaim') return undefined;
  return deployed.find(
    ({ kind, metadata }) =>
      kind === 'StatefulSet' &&
      metadata.namespace === object.metadata.namespace &&
      new RegExp(`-${escapeRegExp(metadata.name)}-\\d+$`).test(object.metadata.name),
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function withoutValues(secret: KubeObject): KubeObject {
  const data = secret['data'];
  const keys = typeof data === 'object' && data !== null ? Object.keys(data) : [];
  const { annotations: _, managedFields: __, ...metadata } = secret.metadata;
  return { ...secret, metadata, data: Object.fromEntries(keys.map((key) => [key, ''])) };
}

function eventOf(object: KubeObject): ObservedEvent {
  const event = EventObject.parse(object);
  const { kind, name, namespace } = event.involvedObject;
  return {
    object: objectRef({ kind, metadata: { name, ...(namespace === undefined || namespace === '' ? {} : { namespace }) } }),
    type: event.type,
    reason: event.reason,
    message: event.message,
    count: event.series?.count ?? event.count ?? 1,
    source: event.source?.component || event.reportingComponent || '',
    lastSeen: event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp,
  };
}
