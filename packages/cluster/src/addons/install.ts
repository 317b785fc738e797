import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { KubeObject } from '@seatrial/contract';
import type { KubeClient } from '@seatrial/kube';
import type { Layout } from '../layout.ts';
import type { Progress } from '../progress.ts';
import { failIfEnded } from '../wait-for-cluster.ts';
import { waitFor } from '../wait-for.ts';
import { dnsObjects, DNS_DEPLOYMENT } from './dns.ts';
import { simulatedNodes } from './simulated-nodes.ts';
import { storageObjects } from './storage.ts';

const Parsed = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string() }) });
const Availability = z.looseObject({ status: z.looseObject({ availableReplicas: z.int().optional() }).optional() });

/** What other components wait for: resource definitions of the network plugin, or the simulated nodes themselves. */
export async function installFoundation(kube: KubeClient, layout: Layout, signal: AbortSignal | undefined): Promise<void> {
  const definitions = layout.spec.cilium === undefined ? [] : await readCiliumDefinitions(layout.spec.cilium);
  const nodes = layout.spec.nodes.kind === 'simulated' ? simulatedNodes(layout.spec.nodes.count) : [];
  await applyAll(kube, [...definitions, ...nodes], signal);
}

/** Name service and storage; returns when names resolve. */
export async function installAddons(kube: KubeClient, layout: Layout, progress: Progress, signal: AbortSignal | undefined): Promise<void> {
  if (layout.spec.nodes.kind !== 'real') return;
  await applyAll(kube, [...storageObjects(), ...dnsObjects(layout)], signal);
  const isAvailable = async (): Promise<boolean> => {
    await failIfEnded(layout);
    const deployment = Availability.safeParse(await kube.get(DNS_DEPLOYMENT));
    return (deployment.data?.status?.availableReplicas ?? 0) > 0;
  };
  await waitFor('the node to run CoreDNS', isAvailable, { timeoutMs: 120_000, intervalMs: 100, signal });
  progress({ component: 'coredns', text: 'answers', done: true });
}

async function applyAll(kube: KubeClient, objects: readonly KubeObject[], signal: AbortSignal | undefined): Promise<void> {
  const namespaces = objects.filter((object) => object.kind === 'Namespace');
  const others = objects.filter((object) => object.kind !== 'Namespace');
  await Promise.all(namespaces.map((object) => kube.apply(object, { signal })));
  await Promise.all(others.map((object) => kube.apply(object, { signal })));
}

async function readCiliumDefinitions(dir: string): Promise<readonly KubeObject[]> {
  const objects: KubeObject[] = [];
  for (const entry of await readdir(join(dir, 'crds'), { recursive: true })) {
    if (!entry.endsWith('.yaml')) continue;
    const documents = parseAllDocuments(await readFile(join(dir, 'crds', entry), 'utf8'));
    objects.push(...documents.map((document) => Parsed.parse(document.toJS())));
  }
  return objects;
}
