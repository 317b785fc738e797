import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { clusterDir, writeSpec } from '../cluster-dir.ts';
import { ownHome, SIMULATED } from '../testdata/spec.ts';
import { buildCached } from './build-cached.ts';

const home = ownHome();
let source: string;
let builds: number;
beforeEach(() => {
  builds = 0;
  source = join(home(), 'source');
  mkdirSync(join(source, 'deep'), { recursive: true });
  writeFileSync(join(source, 'main.go'), 'package main');
  writeFileSync(join(source, 'deep', 'a.go'), 'package deep');
});

function build(output: string): Promise<void> {
  builds += 1;
  writeFileSync(join(output, 'program'), `build ${String(builds)}`);
  return Promise.resolve();
}

const cached = (): Promise<string> => buildCached('kube', [source], build);
const bin = (): string[] => readdirSync(join(home(), 'bin'));

test('the same sources are built once', async () => {
  const dir = await cached();
  expect(await cached()).toBe(dir);
  expect(builds).toBe(1);
  expect(readFileSync(join(dir, 'program'), 'utf8')).toBe('build 1');
  expect(dir).toMatch(/\/bin\/kube-[0-9a-f]{16}$/);
});

test.each([
  { what: 'another content', change: () => writeFileSync(join(source, 'deep', 'a.go'), 'package other') },
  { what: 'another file', change: () => writeFileSync(join(source, 'deep', 'b.go'), '') },
])('$what is another build, and the earlier one is removed', async ({ change }) => {
  const earlier = await cached();
  change();
  const later = await cached();
  expect(later).not.toBe(earlier);
  expect(bin()).toEqual([later.slice(later.lastIndexOf('/') + 1)]);
});

test.each(['deep/a_test.go', 'README.md'])('a new %s changes nothing that is built', async (file) => {
  const dir = await cached();
  writeFileSync(join(source, file), 'new');
  expect(await cached()).toBe(dir);
  expect(builds).toBe(1);
});

test('a build that a cluster runs on stays', async () => {
  const earlier = await cached();
  mkdirSync(clusterDir('plan'), { recursive: true });
  await writeSpec({ ...SIMULATED, kube: join(earlier, 'program') });
  writeFileSync(join(source, 'main.go'), 'package changed');
  await cached();
  expect(existsSync(earlier)).toBe(true);
});

test('builds of another name stay', async () => {
  const other = await buildCached('node-tools', [source], build);
  await cached();
  expect(existsSync(other)).toBe(true);
});

test('a build that fails leaves nothing behind, and is tried again', async () => {
  const failure = new Error('no space left on device');
  const failing = buildCached('kube', [source], (output) => {
    writeFileSync(join(output, 'half'), '');
    return Promise.reject(failure);
  });
  await expect(failing).rejects.toBe(failure);
  expect(bin()).toEqual([]);
  await cached();
  expect(builds).toBe(1);
});

test('of two that build at once, one wins and both have the same', async () => {
  const [one, two] = await Promise.all([cached(), cached()]);
  expect(one).toBe(two);
  expect(bin()).toHaveLength(1);
});

test('what a killed build left is removed after a day, not while it may still be going on', async () => {
  for (const name of ['.building-old', '.building-new']) mkdirSync(join(home(), 'bin', name), { recursive: true });
  const longAgo = Date.now() / 1000 - 25 * 3600;
  utimesSync(join(home(), 'bin', '.building-old'), longAgo, longAgo);
  await cached();
  expect(bin().filter((name) => name.startsWith('.'))).toEqual(['.building-new']);
});
