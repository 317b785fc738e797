import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { causes, symptoms } from './table.ts';

const TESTDATA = join(import.meta.dirname, '../../testdata');
const PAGE = join(import.meta.dirname, '../../../../docs/findings.md');
/** Goldens about how causes act together, not about one of them. */
const NO_RULES = ['together'];
/** Findings of the same page that other rooms make: what they are about never gets as far as a cluster. */
const RULES_OF_OTHER_ROOMS = ['unreadable'];

const rules = [...causes, ...symptoms].map(({ rule }) => rule);
const folders = readdirSync(TESTDATA).filter((folder) => !NO_RULES.includes(folder));

test('every rule has goldens, and every folder of goldens a rule', () => {
  expect(folders).toEqual(rules.toSorted());
});

test.each(folders)('%s has a golden that shows it, and one that is near and does not', (folder) => {
  const shown = readdirSync(join(TESTDATA, folder)).map((file) => rulesIn(join(TESTDATA, folder, file)).includes(folder));
  expect(new Set(shown)).toEqual(new Set([true, false]));
});

test('every rule has a section in docs/findings.md, and every section a rule', () => {
  const sections = readFileSync(PAGE, 'utf8').split(/^## /m).slice(1);
  const titles = sections.map((section) => section.slice(0, section.indexOf('\n')));
  expect(titles).toEqual([...rules, ...RULES_OF_OTHER_ROOMS]);
  for (const section of sections) expect(section.match(/^\*\*[^*]+\*\*/gm)).toEqual(['**Means:**', '**Seen:**', '**Do:**']);
});

function rulesIn(path: string): readonly string[] {
  const { expect: expected } = parse(readFileSync(path, 'utf8')) as {
    readonly expect: { readonly findings: readonly { readonly rule: string }[] };
  };
  return expected.findings.map(({ rule }) => rule);
}
