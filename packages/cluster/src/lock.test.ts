import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'st-lock-'));
  file = join(dir, 'clusters', 'dev.lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a lock is taken once, and free again when it is given back', async () => {
  const lock = await takeLock(file);
  expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  expect(await takeLock(file)).toEqual({ owner: process.pid });
  if ('release' in lock) await lock.release();
  expect(existsSync(file)).toBe(false);
  expect(await takeLock(file)).toHaveProperty('release');
});

test('of several that ask at once, one gets it', async () => {
  const locks = await Promise.all(Array.from({ length: 8 }, () => takeLock(file)));
  expect(locks.filter((lock) => 'release' in lock)).toHaveLength(1);
});

test('the lock of a process that is dead does not count', async () => {
  await takeLock(file);
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  writeFileSync(file, String(child.pid));
  expect(await takeLock(file)).toHaveProperty('release');
});

test('a lock that names nobody counts only while it may still be being written', async () => {
  await takeLock(file);
  writeFileSync(file, '');
  expect(await takeLock(file)).toEqual({ owner: 0 });
  const before = Date.now() / 1000 - 10;
  utimesSync(file, before, before);
  expect(await takeLock(file)).toHaveProperty('release');
});
