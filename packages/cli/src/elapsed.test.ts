import { expect, test } from 'vitest';
import { showDuration, stopwatch } from './elapsed.ts';

test.each([
  [0, '0.0 s'],
  [49, '0.0 s'],
  [12_340, '12.3 s'],
  [99_949, '99.9 s'],
  [99_950, '1 min 40 s'],
  [119_600, '2 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_600_000, '60 min 0 s'],
])('%i ms is shown as %s', (milliseconds, text) => {
  expect(showDuration(milliseconds)).toBe(text);
});

test('a stopwatch starts at nothing', () => {
  expect(stopwatch()()).toBe('0.0 s');
});
