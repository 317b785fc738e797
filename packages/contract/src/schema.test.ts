import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schemaFiles } from '../../../tools/schemas.ts';

const ROOT = join(import.meta.dirname, '../../..');

test.each([...schemaFiles()])('%s is in step with the zod schema (npm run schema writes it)', (path, text) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});
