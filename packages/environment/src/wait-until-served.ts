import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { KubeObject } from '@seatrial/contract';
import type { KubeClient } from '@seatrial/kube';

const Definition = z.looseObject({
  status: z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]) }).optional(),
});

/** Waits up to 10 s until the API server serves a custom resource. */
export async function waitUntilServed(kube: KubeClient, definition: KubeObject, signal: AbortSignal | undefined): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const conditions = Definition.safeParse(await kube.get(definition)).data?.status?.conditions ?? [];
    if (conditions.some((condition) => condition.type === 'Established' && condition.status === 'True')) break;
    await sleep(100, undefined, { signal });
  }
  kube.discovery.forget();
}
