import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { SourcePosition } from '@seatrial/contract';
import { readChange } from './read-change.ts';

const TESTDATA = relative('.', join(import.meta.dirname, 'testdata'));
const cases = readdirSync(TESTDATA, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

test.each(cases)('the change %s is read as expected.yaml says', async (name) => {
  const dir = join(TESTDATA, name, 'change');
  const { objects, diagnostics, ignored } = await readChange([dir], { defaultNamespace: 'default' });

  const expected = {
    objects: objects.map(({ object, position, fields }) => ({
      at: place(dir, position),
      object,
      fields: Object.fromEntries([...fields].map(([path, at]) => [path, place(dir, at)])),
    })),
    diagnostics: diagnostics.map(({ message, position }) => `${position === undefined ? '' : place(dir, position)}  ${message}`),
    ignored: ignored.map((file) => relative(dir, file)),
  };
  await expect(stringify(expected, { aliasDuplicateObjects: false, lineWidth: 0 })).toMatchFileSnapshot(
    join(import.meta.dirname, 'testdata', name, 'expected.yaml'),
  );
});

function place(dir: string, { file, line, column }: SourcePosition): string {
  return `${relative(dir, file)}:${String(line)}:${String(column)}`;
}
