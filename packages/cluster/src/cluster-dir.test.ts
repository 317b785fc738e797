import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { clusterDir, listClusters, readSpec, seatrialHome, writeSpec } from './cluster-dir.ts';
import { ownHome, REAL, SIMULATED } from './testdata/spec.ts';

const home = ownHome();

test.each([
  { seatrial: '/st', xdg: '/xdg', expected: '/st' },
  { seatrial: '', xdg: '/xdg', expected: '/xdg/seatrial' },
  { seatrial: '', xdg: '', expected: join(homedir(), '.cache', 'seatrial') },
])('SEATRIAL_HOME "$seatrial" and XDG_CACHE_HOME "$xdg" mean $expected', ({ seatrial, xdg, expected }) => {
  vi.stubEnv('SEATRIAL_HOME', seatrial);
  vi.stubEnv('XDG_CACHE_HOME', xdg);
  expect(seatrialHome()).toBe(expected);
});

test.each(['a', 'default', 'dev-1', '1', `a${'b'.repeat(28)}c`])('%s is a usable name', (name) => {
  expect(clusterDir(name)).toBe(join(home(), 'clusters', name));
});

test.each(['', '-a', 'a-', 'Dev', 'a_b', 'a.b', '..', 'a/b', 'a b', 'ä', 'a\n', 'x'.repeat(31)])('"%s" is no usable name', (name) => {
  expect(() => clusterDir(name)).toThrow(
    expect.objectContaining({
      name: 'UsageError',
      code: 'cluster-name',
      message: `Cluster name "${name}" is not usable: 1 to 30 lower-case letters, digits and inner dashes, for example "dev-1".`,
    }),
  );
});

describe('a folder for sockets', () => {
  // "/clusters/a/containerd.sock.ttrpc" has 33 characters; 107 bytes are allowed.
  test.each([
    { what: '107 characters', path: `/${'x'.repeat(73)}`, fits: true },
    { what: '108 characters', path: `/${'x'.repeat(74)}`, fits: false },
    { what: 'fewer characters, but more bytes', path: `/${'ü'.repeat(37)}`, fits: false },
  ])('of $what fits: $fits', ({ path, fits }) => {
    vi.stubEnv('SEATRIAL_HOME', path);
    const dir = `${path}/clusters/a`;
    if (fits) return expect(clusterDir('a')).toBe(dir);
    expect(() => clusterDir('a')).toThrow(
      expect.objectContaining({
        code: 'cluster-name',
        message: `The folder ${dir} is too long a path for sockets. Use a shorter name, or set SEATRIAL_HOME to a shorter folder.`,
      }),
    );
  });
});

describe('cluster.json', () => {
  test.each([REAL, SIMULATED])('keeps the spec of $name, for its owner only', async (spec) => {
    mkdirSync(clusterDir(spec.name), { recursive: true });
    await writeSpec(spec);
    expect(await readSpec(spec.name)).toEqual(spec);
    expect(statSync(join(clusterDir(spec.name), 'cluster.json')).mode & 0o777).toBe(0o600);
  });

  test('that is missing, half-written or of another time is no cluster', async () => {
    expect(await readSpec('dev')).toBeUndefined();
    mkdirSync(clusterDir('dev'), { recursive: true });
    for (const text of ['{"name": "de', '{"name": "dev"}', '']) {
      writeFileSync(join(clusterDir('dev'), 'cluster.json'), text);
      expect(await readSpec('dev')).toBeUndefined();
    }
  });

  test('of an unusable name is refused, not looked for', async () => {
    await expect(readSpec('../etc')).rejects.toMatchObject({ code: 'cluster-name' });
  });
});

test('clusters are folders, in order of their names; locks beside them are none', async () => {
  expect(await listClusters()).toEqual([]);
  for (const name of ['plan', 'dev']) mkdirSync(clusterDir(name), { recursive: true });
  writeFileSync(`${clusterDir('dev')}.lock`, '1');
  expect(await listClusters()).toEqual(['dev', 'plan']);
});
