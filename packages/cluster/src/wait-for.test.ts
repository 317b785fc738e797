import { expect, test } from 'vitest';
import { waitFor } from './wait-for.ts';

test('asks until the answer is yes', async () => {
  const answers = [false, false, true];
  await waitFor('it', () => Promise.resolve(answers.shift() ?? true), { timeoutMs: 60_000, intervalMs: 1 });
  expect(answers).toEqual([]);
});

test('says what it waited for in vain', async () => {
  await expect(waitFor('the API server', () => Promise.resolve(false), { timeoutMs: 20, intervalMs: 1 })).rejects.toMatchObject({
    name: 'EnvironmentError',
    code: 'cluster-start-failed',
    message: 'Waited 0.02 s for the API server, in vain.',
  });
});

test('an abort ends it at once, also between two questions', async () => {
  const controller = new AbortController();
  const ask = (): Promise<boolean> => {
    setImmediate(() => controller.abort());
    return Promise.resolve(false);
  };
  await expect(waitFor('it', ask, { timeoutMs: 60_000, intervalMs: 60_000, signal: controller.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('trouble while asking ends it', async () => {
  const trouble = new Error('etcd ended');
  await expect(waitFor('it', () => Promise.reject(trouble), { timeoutMs: 60_000 })).rejects.toBe(trouble);
});
