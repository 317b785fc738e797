import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readYamlFile } from './read-yaml-file.ts';

let file: string;

beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'read-yaml-file-')), 'a.yaml');
});
afterEach(async () => {
  await rm(join(file, '..'), { recursive: true });
});

test.each([
  ['name: a\nlist: [1]\n', { name: 'a', list: [1] }, ['name 1:1', 'list 2:1', 'list[0] 2:8'], []],
  ['', null, [], []],
  ['# Nothing.\n', null, [], []],
  ["a: 'x\n", null, [], ["2:1  This is not valid YAML: missing closing 'quote. Mend it here or in the line above."]],
  ['a: 1\na: 2\n', { a: 2 }, ['a 2:1'], ['2:1  "a" is written twice in this mapping, first in line 1. Keep one of them.']],
  [
    'a: &a [*a]\n',
    { a: [[null]] },
    ['a 1:1', 'a[0] 1:8', 'a[0][0] 1:8'],
    ['1:8  This alias is part of what it stands for, so it has no end. Write out what is meant.'],
  ],
  ['a: 1\n---\nb: 2\n', { a: 1 }, ['a 1:1'], ['2:1  A second document begins here, and one is expected. Remove it.']],
])('%j is read with places and problems', async (text, value, fields, problems) => {
  await writeFile(file, text);
  const read = await readYamlFile(file);

  expect({
    value: read.value,
    fields: [...read.fields].map(([path, { line, column }]) => `${path} ${line}:${column}`),
    problems: read.diagnostics.map(({ message, position }) => `${position?.line}:${position?.column}  ${message}`),
  }).toEqual({ value, fields, problems });
});
