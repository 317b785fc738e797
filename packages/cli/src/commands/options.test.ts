import { expect, test } from 'vitest';
import { collect, parseDuration } from './options.ts';

test.each([
  ['500ms', 500],
  ['90s', 90_000],
  ['1.5s', 1500],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['0s', 0],
])('%s is %i ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '90', 's', '-1s', '1 s', '1d', '1s2', '1,5s', '.5s', 'Infinitys', '1S', '1constructor'])('"%s" is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(`"${text}" is no duration. Write a number and a unit, for example 90s, 2m or 500ms.`);
});

test('an option that is given again is added', () => {
  expect(collect('b', ['a'])).toEqual(['a', 'b']);
});
