import { setTimeout as sleep } from 'node:timers/promises';
import { EnvironmentError } from '@seatrial/contract';

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks again and again until the answer is yes; throws cluster-start-failed when the time is over. */
export async function waitFor(what: string, isDone: () => Promise<boolean>, options: WaitOptions): Promise<void> {
  const deadline = performance.now() + options.timeoutMs;
  while (performance.now() < deadline) {
    options.signal?.throwIfAborted();
    if (await isDone()) return;
    await sleep(options.intervalMs ?? 100, undefined, { signal: options.signal });
  }
  throw new EnvironmentError('cluster-start-failed', `Waited ${String(options.timeoutMs / 1000)} s for ${what}, in vain.`);
}
