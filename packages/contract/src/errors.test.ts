import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EnvironmentError, errorCodes, InternalError, UsageError } from './errors.ts';

const sections = readFileSync(join(import.meta.dirname, '../../../docs/errors.md'), 'utf8')
  .split(/^## /m)
  .slice(1);
const documented = sections.map((section) => section.slice(0, section.indexOf('\n')).replaceAll('`', ''));

test('every error code has a section in docs/errors.md, in this order, and every section a code', () => {
  expect(documented).toEqual(errorCodes);
});

test.each(sections.map((section, index) => ({ code: documented[index], section })))(
  'the section on $code says what to do',
  ({ section }) => {
    const parts = section.match(/^\*\*[^*]+\*\*/gm);
    expect(parts).toEqual(['**Means:**', '**Usual cause:**', '**Do:**', '**Exit code:**']);
    expect(section).toMatch(/^\*\*Exit code:\*\* (2|3|2 or 3)$/m);
  },
);

test.each([
  { Blame: UsageError, exitCode: 2 },
  { Blame: EnvironmentError, exitCode: 3 },
  { Blame: InternalError, exitCode: 3 },
])('$Blame.name exits with $exitCode and keeps code, message and cause', ({ Blame, exitCode }) => {
  const cause = new Error('disk full');
  const error = new Blame('internal', 'Cannot write report.json.', { cause });
  const { name, code, message } = error;
  expect([name, code, message, error.exitCode, error.cause]).toEqual([
    Blame.name,
    'internal',
    'Cannot write report.json.',
    exitCode,
    cause,
  ]);
});
