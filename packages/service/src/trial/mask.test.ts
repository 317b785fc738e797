import { expect, test } from 'vitest';
import type { ChangeObject } from '@seatrial/contract';
import { maskOf } from './mask.ts';

const PASSWORD = 'not-a-real-password';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function one(kind: string, fields: object): ChangeObject {
  const object = { apiVersion: 'v1', kind, metadata: { name: 'x' }, ...fields };
  return { object, position: { file: 'a.yaml', line: 1, column: 1 }, fields: new Map() };
}

test.each([
  ['a value as its author wrote it', [one('Secret', { stringData: { p: PASSWORD } })], [], `login ${PASSWORD}!`, 'login ***!'],
  ['a value that its author wrote in base64', [one('Secret', { data: { p: base64(PASSWORD) } })], [], `login ${PASSWORD}!`, 'login ***!'],
  ['the base64 of a value', [one('Secret', { stringData: { p: PASSWORD } })], [], `p: ${base64(PASSWORD)}`, 'p: ***'],
  ['a value made up for the environment', [], [PASSWORD], `login ${PASSWORD}!`, 'login ***!'],
  ['every occurrence', [], [PASSWORD], `${PASSWORD} ${PASSWORD}`, '*** ***'],
  ['a value that holds another one, as a whole', [], [PASSWORD, `${PASSWORD}-2`], `${PASSWORD}-2`, '***'],
  ['characters that mean something to patterns', [], ['a.c$&(d'], 'a.c$&(d abc', '*** abc'],
  ['no value that could be an ordinary word', [one('Secret', { stringData: { mode: 'debug' } })], [], 'debug on', 'debug on'],
  ['nothing of a ConfigMap', [one('ConfigMap', { data: { p: PASSWORD } })], [], PASSWORD, PASSWORD],
  ['nothing if there is no secret', [], [], 'as it is', 'as it is'],
] as const)('masks %s', (_what, change, others, text, masked) => {
  expect(maskOf(change, others)(text)).toBe(masked);
});
