import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { UsageError } from '@seatrial/contract';
import { expect, it } from 'vitest';
import { readImageSpec } from './read-image-spec.ts';

const folder = join(import.meta.dirname, 'testdata/spec-errors');
const specs = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));

it.each(specs)('says everything that is wrong in %s, with file and line', async (name) => {
  const error = await errorOf(readImageSpec(join(folder, name)));

  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ code: 'image-unreadable' });
  const expected = await readFile(join(folder, `${basename(name, '.yaml')}.txt`), 'utf8');
  expect(`${error.message.replaceAll(`${folder}/`, '')}\n`).toBe(expected);
});

it('says which spec cannot be read', async () => {
  const error = await errorOf(readImageSpec('/nowhere/image.yaml'));

  expect(error).toMatchObject({
    code: 'path-missing',
    message: `Image spec "/nowhere/image.yaml" cannot be read: ENOENT: no such file or directory, open '/nowhere/image.yaml'. Give the path of an image.yaml.`,
  });
});

it('reads a spec and remembers the line of each step', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'image-spec-'));
  const file = join(scratch, 'image.yaml');
  await writeFile(file, 'name: app:1\nfiles:\n  - {from: a, to: /a}\n\n  - text: hello\n    to: /etc/motd\nconfig:\n  ports: [8080]\n');

  expect(await readImageSpec(file)).toEqual({
    name: 'app:1',
    files: [
      { from: 'a', to: '/a' },
      { text: 'hello', to: '/etc/motd' },
    ],
    config: { ports: [8080] },
    source: { file, stepLines: [3, 5] },
  });
  await rm(scratch, { recursive: true });
});

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome;
  throw new Error('No error was thrown.');
}
