import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Report } from '@seatrial/contract';
import { describe, expect, test } from 'vitest';
import { renderers } from './renderers.ts';

const TESTDATA = join(import.meta.dirname, 'testdata');
const names = readdirSync(TESTDATA)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));

describe.each(names)('the report "%s"', (name) => {
  const report = readReport(name);

  test('reads as its golden text', async () => {
    const text = renderers.text(report, { color: false, width: 100, runDir: '.seatrial/runs/20261123-101502-x7k2' });
    await expect(text).toMatchFileSnapshot(join(TESTDATA, `${name}.txt`));
  });

  test('holds nothing that steers a terminal', () => {
    const text = renderers.text(report, { color: false, width: 100 }) + renderers.json(report);
    expect(text.match(/[^\P{C}\n]/gu)).toBeNull();
  });

  test('keeps its data as JSON', () => {
    expect(JSON.parse(renderers.json(report))).toEqual(report);
  });

  test.each([40, 72, 200])('fits into %i columns, apart from its first and last line and from words that are longer', (width) => {
    const lines = renderers.text(report, { color: false, width }).trimEnd().split('\n').slice(1, -1);
    expect(lines.filter((line) => line.length > width && !isOneLongWord(line))).toEqual([]);
  });

  test('says the same in colour', () => {
    const options = { width: 100, runDir: 'run' };
    const painted = renderers.text(report, { ...options, color: true });
    // eslint-disable-next-line no-control-regex -- The escapes are what this test removes.
    expect(painted.replaceAll(/\u001B\[\d+m/g, '')).toBe(renderers.text(report, { ...options, color: false }));
    expect(painted.length).toBeGreaterThan(renderers.text(report, { ...options, color: false }).length);
  });
});

function readReport(name: string): Report {
  return Report.parse(JSON.parse(readFileSync(join(TESTDATA, `${name}.json`), 'utf8')));
}

/** The label of a row and one word beside it. */
function isOneLongWord(line: string): boolean {
  return /^(\d+\. |\s*(where|seen|fix)?\s+)?([a-z]+\s+)?\S+$/.test(line);
}
