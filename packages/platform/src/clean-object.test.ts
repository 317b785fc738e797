import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '@seatrial/contract';
import { cleanObject } from './clean-object.ts';

const CLEANED = join(import.meta.dirname, 'testdata/cleaned');

test.each(readdirSync(CLEANED))('%s: the first document is cleaned into the second', (name) => {
  const documents = parseAllDocuments(readFileSync(join(CLEANED, name), 'utf8'));
  const [object, cleaned] = documents.map((document) => document.toJS() as KubeObject);
  if (object === undefined) throw new Error(`${name} is empty.`);
  const before = structuredClone(object);

  expect(cleanObject(object)).toEqual(cleaned);
  expect(object).toEqual(before);
});
