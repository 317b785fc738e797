import { setTimeout as sleep } from 'node:timers/promises';
import { EnvironmentError } from '@seatrial/contract';
import type { KubeObject } from '@seatrial/contract';
import { isNotFound } from '@seatrial/kube';
import type { KubeClient } from '@seatrial/kube';
import { deleteInventory, readInventory } from './inventory.ts';
import type { Inventory } from './inventory.ts';

const GONE_WITHIN_MS = 90_000;
/** Namespaces that cannot be deleted; what was made in them is deleted object by object. */
export const PERMANENT_NAMESPACES: ReadonlySet<string> = new Set([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'seatrial-system',
]);
/** What controllers make in the wake of a change, besides what the inventory lists. */
const MADE_BY_CONTROLLERS = [
  ['batch/v1', 'Job'],
  ['v1', 'Pod'],
  ['v1', 'PersistentVolumeClaim'],
] as const;

/** Undoes an environment as its inventory tells; returns false if there was none. Waits until its namespaces are gone. */
export async function removeEnvironment(kube: KubeClient, signal?: AbortSignal): Promise<boolean> {
  const inventory = await readInventory(kube);
  if (inventory === undefined) return false;
  kube.discovery.forget();
  const namespaces = namespacesOf(inventory);
  await endPods(kube, [...namespaces, 'default'], inventory.startedAt);
  await Promise.all(namespaces.map((name) => kube.delete({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
  for (const key of inventory.created.toReversed()) {
    const isInside = key.metadata.namespace !== undefined && namespaces.includes(key.metadata.namespace);
    if (!isInside && key.kind !== 'Namespace') await kube.delete(key).catch(ignoreUnserved);
  }
  await clearDefault(kube, inventory.startedAt);
  await restore(kube, inventory);
  await waitUntilGone(kube, namespaces, signal);
  await deleteInventory(kube);
  return true;
}

function namespacesOf(inventory: Inventory): readonly string[] {
  return inventory.created
    .filter((key) => key.kind === 'Namespace' && !PERMANENT_NAMESPACES.has(key.metadata.name))
    .map((key) => key.metadata.name);
}

/** Pods are not given time to say goodbye: it would be waited for. */
async function endPods(kube: KubeClient, namespaces: readonly string[], since: string): Promise<void> {
  const pods = (await Promise.all(namespaces.map((namespace) => kube.list('v1', 'Pod', { namespace })))).flat();
  await Promise.all(pods.filter((pod) => isNewerThan(pod, since)).map((pod) => kube.delete(pod, { graceSeconds: 0 })));
}

/** The default namespace stays; of what is in it only what came since the environment began is removed. */
async function clearDefault(kube: KubeClient, since: string): Promise<void> {
  for (const [apiVersion, kind] of MADE_BY_CONTROLLERS) {
    const objects = await kube.list(apiVersion, kind, { namespace: 'default' });
    await Promise.all(objects.filter((object) => isNewerThan(object, since)).map((object) => kube.delete(object, { graceSeconds: 0 })));
  }
}

async function restore(kube: KubeClient, inventory: Inventory): Promise<void> {
  for (const object of inventory.restored) await kube.apply(object);
  if (inventory.nodeLabels.length === 0) return;
  const labels = Object.fromEntries(inventory.nodeLabels.map((label) => [label, null]));
  for (const node of await kube.list('v1', 'Node')) await kube.mergePatch(node, { metadata: { labels } });
}

async function waitUntilGone(kube: KubeClient, namespaces: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  const deadline = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    const left = (await kube.list('v1', 'Namespace')).filter((namespace) => namespaces.includes(namespace.metadata.name));
    if (left.length === 0) return;
    if (performance.now() > deadline) {
      const names = left.map((namespace) => namespace.metadata.name).join(', ');
      throw new EnvironmentError(
        'platform-not-loaded',
        `Namespace ${names} of the last environment does not go away. Remove the cluster and try again: seatrial cluster down`,
      );
    }
    await sleep(200, undefined, { signal });
  }
}

function isNewerThan(object: KubeObject, since: string): boolean {
  const created = object.metadata['creationTimestamp'];
  return typeof created === 'string' && Date.parse(created) >= Date.parse(since);
}

function ignoreUnserved(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
