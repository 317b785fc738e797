import { expect, test } from 'vitest';
import { parseYaml } from './parse-yaml.ts';
import { readNode } from './read-node.ts';

/** What `kubectl label --local -f - -o json` of Kubernetes 1.36.3 answers for each. */
test.each([
  ['on', true],
  ['Off', false],
  ['yes', true],
  ['NO', false],
  ['y', true],
  ['n', false],
  ['Y', true],
  ['TRUE', true],
  ['tRUE', 'tRUE'],
  ['~', null],
  ['Null', null],
  ['', null],
  ['0755', 493],
  ['0o14', 12],
  ['0O14', 12],
  ['0x1F', 31],
  ['-0x1F', -31],
  ['0b101', 5],
  ['0B11', 3],
  ['0b12', '0b12'],
  ['089', 89],
  ['00', 0],
  ['1_000', 1000],
  ['0_7', 7],
  ['5.', 5],
  ['.5', 0.5],
  ['.5_0', 0.5],
  ['1_0.5', 10.5],
  ['+.5', 0.5],
  ['+5', 5],
  ['-0', 0],
  ['1e3', 1000],
  ['1e+5', 100_000],
  ['1e', '1e'],
  ['1e400', '1e400'],
  ['1:30', '1:30'],
  ['22:22', '22:22'],
  ['2026-01-01', '2026-01-01'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
  ['1.2.3', '1.2.3'],
  ['0x', '0x'],
  ['_1', '_1'],
  ['1__', 1],
  ['99999999999999999999999', 1e23],
  ['"on"', 'on'],
  ["'0755'", '0755'],
  ['!!str 5', '5'],
  ['!!int "7"', 7],
  ['!!float 3', 3],
  ['!Ref foo', 'foo'],
  ['! 12', '12'],
  ['!!binary aGVsbG8=', 'hello'],
  ['<<', '<<'],
  ['=', '='],
  ['.', '.'],
  ['--', '--'],
  ['+', '+'],
])('%s is read as %o', (text, value) => {
  const { documents, at } = parseYaml('a.yaml', `x: ${text}\n`);

  expect(documents.flatMap((document) => document.errors)).toEqual([]);
  expect(documents.map((document) => readNode(document.contents, new Map(), at).value)).toEqual([{ x: value }]);
});

test.each(['.inf', '-.INF', '.nan', '.NaN'])('%s is refused, as JSON has no word for it', (text) => {
  const { documents } = parseYaml('a.yaml', `x: ${text}\n`);

  expect(documents.flatMap((document) => document.errors.map(({ message }) => message))).toEqual(['JSON has no word for this number']);
});
