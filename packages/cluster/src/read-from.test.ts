import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readJsonLines, sizeOf } from './read-from.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'st-read-'));
  file = join(dir, 'audit.log');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const every = (): boolean => true;

test('a file that does not exist yet is empty', async () => {
  expect(await sizeOf(file)).toBe(0);
  expect(await readJsonLines(file, 0, every)).toEqual([]);
});

test('only what came after the position is read, counted in bytes', async () => {
  writeFileSync(file, '{"a":"ä"}\n');
  const position = await sizeOf(file);
  appendFileSync(file, '{"b":"ö"}\n{"c":3}\n');
  expect(position).toBe(11);
  expect(await readJsonLines(file, position, every)).toEqual([{ b: 'ö' }, { c: 3 }]);
});

test('nothing new is nothing', async () => {
  writeFileSync(file, '{"a":1}\n');
  expect(await readJsonLines(file, await sizeOf(file), every)).toEqual([]);
});

test('a file that was rotated meanwhile is read from its start', async () => {
  writeFileSync(file, '{"new":1}\n');
  expect(await readJsonLines(file, 5000, every)).toEqual([{ new: 1 }]);
});

test('a half-written last line is left out, as is what is no JSON', async () => {
  writeFileSync(file, '{"a":1}\nI1123 klog line\n\n{"b":2}\n{"half":"wri');
  expect(await readJsonLines(file, 0, every)).toEqual([{ a: 1 }, { b: 2 }]);
});

test('lines of no interest are not even parsed', async () => {
  writeFileSync(file, '{"a":1}\n{"b":2}\n');
  expect(await readJsonLines(file, 0, (line) => line.includes('"b"'))).toEqual([{ b: 2 }]);
});
