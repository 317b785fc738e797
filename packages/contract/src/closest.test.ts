import { expect, it } from 'vitest';
import { closest } from './closest.ts';

it.each([
  ['entrypiont', ['entrypoint', 'env'], 'entrypoint'],
  ['form', ['from', 'root', 'dir'], 'from'],
  ['Name', ['name', 'files'], 'name'],
  ['colour', ['name', 'files'], undefined],
  ['x', ['to'], undefined],
])('%s among %j is %s', (word, words, expected) => {
  expect(closest(word, words)).toBe(expected);
});
