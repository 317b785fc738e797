import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readPlatform } from './read-platform.ts';

const SNAPSHOTS = relative('.', join(import.meta.dirname, 'testdata/snapshots'));
const ERRORS = relative('.', join(import.meta.dirname, 'testdata/errors'));

test.each(readdirSync(SNAPSHOTS))('the platform %s is read as expected.yaml says', async (name) => {
  const dir = join(SNAPSHOTS, name, 'platform');
  const snapshot = await readPlatform(dir);

  const expected = {
    ...snapshot,
    diagnostics: snapshot.diagnostics.map(({ message, position }) => `${position?.file}:${position?.line}:${position?.column}  ${message}`),
  };
  const text = stringify(expected, { aliasDuplicateObjects: false, lineWidth: 0 });
  await expect(text.replaceAll(dir, 'DIR')).toMatchFileSnapshot(join(import.meta.dirname, 'testdata/snapshots', name, 'expected.yaml'));
});

test.each(readdirSync(ERRORS))('the platform %s is refused as expected.txt says', async (name) => {
  const dir = join(ERRORS, name, 'platform');
  const error = await readPlatform(dir).catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ name: 'UsageError', code: 'platform-unreadable' });
  const text = error instanceof Error ? `${error.message}\n` : '';
  await expect(text.replaceAll(dir, 'DIR')).toMatchFileSnapshot(join(import.meta.dirname, 'testdata/errors', name, 'expected.txt'));
});

test('no value of a Secret survives anywhere in a snapshot', async () => {
  const snapshot = await readPlatform(join(SNAPSHOTS, 'secrets/platform'));

  const everything = JSON.stringify(snapshot);
  expect(everything).not.toMatch(/hunter2|aHVudGVyMg|2026/);
  expect(everything).toContain('password');
});

test.each(readdirSync(ERRORS))('no value of a Secret is in the message about the platform %s', async (name) => {
  const error = await readPlatform(join(ERRORS, name, 'platform')).catch(String);

  expect(error).toContain('platform');
  expect(error).not.toMatch(/hunter|unter2/);
});

test('a folder that does not exist, and a file in its place', async () => {
  await expect(readPlatform('no/such/folder')).rejects.toMatchObject({
    code: 'path-missing',
    message: `Platform folder no/such/folder does not exist (looked for ${process.cwd()}/no/such/folder). Give the folder of a snapshot, or of kubectl get -o yaml output.`,
  });
  const file = join(ERRORS, 'unknown-fields/platform/platform.yaml');
  await expect(readPlatform(file)).rejects.toMatchObject({
    code: 'platform-unreadable',
    message: `Platform ${file} is a file. Give the folder of a snapshot, or of kubectl get -o yaml output.`,
  });
});

test('a signal that is aborted stops the reading', async () => {
  const reading = readPlatform(join(SNAPSHOTS, 'usual-layout/platform'), { signal: AbortSignal.abort() });

  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
