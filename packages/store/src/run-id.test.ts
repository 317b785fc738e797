import { expect, test } from 'vitest';
import { isRunId, newRunId } from './run-id.ts';

test('an id holds the start time in UTC and four random characters', () => {
  expect(newRunId(new Date('2026-11-23T11:15:02+01:00'), () => 0.999)).toBe('20261123-101502-zzzz');
});

test('an id is recognised, other text is not', () => {
  const texts = ['20261123-101502-x7k2', '20261123-101502-x7k2/..', '20261123-101502-X7K2', 'report.json', ''];
  expect(texts.filter(isRunId)).toEqual(['20261123-101502-x7k2']);
});
