import { z } from 'zod';
import type { KubeObject } from '@seatrial/contract';
import type { KubeClient } from '@seatrial/kube';

const Key = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
});
const Restorable = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

/** What an environment made in a cluster, and what it took away or altered, as it was before; kept in the cluster, so that a later run can undo an interrupted one. */
export const Inventory = z.object({
  startedAt: z.string(),
  created: z.array(Key),
  restored: z.array(Restorable),
  nodeLabels: z.array(z.string()),
});
export type Inventory = z.infer<typeof Inventory>;
export type InventoryKey = z.infer<typeof Key>;

const PLACE = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'environment-inventory', namespace: 'seatrial-system' } } as const;
const Stored = z.looseObject({ data: z.object({ inventory: z.string() }) });

export async function readInventory(kube: KubeClient): Promise<Inventory | undefined> {
  const stored = Stored.safeParse(await kube.get(PLACE)).data;
  return stored === undefined ? undefined : Inventory.parse(JSON.parse(stored.data.inventory));
}

export async function writeInventory(kube: KubeClient, inventory: Inventory): Promise<void> {
  await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: PLACE.metadata.namespace } });
  await kube.apply({ ...PLACE, data: { inventory: JSON.stringify(inventory) } });
}

export async function deleteInventory(kube: KubeClient): Promise<void> {
  await kube.delete(PLACE);
}

export function keyOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): InventoryKey {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}
