import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root, type Entry } from './entry.ts';
import { tarOf } from './tar-of.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tar-of-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('streams files that are larger than every buffer', async () => {
  await writeFile(join(folder, 'big'), Buffer.alloc(3_000_000, 'x'));

  expect(await sizeOf(tarOf([onDisk('big', 3_000_000), text('small')]))).toBe(512 + 3_000_320 + 512 + 512 + 1024);
});

it('takes no more of a file than was there when it was looked at', async () => {
  await writeFile(join(folder, 'log'), 'one line and more');

  expect(await sizeOf(tarOf([onDisk('log', 8)]))).toBe(512 + 512 + 1024);
});

it('says which file became shorter', async () => {
  await writeFile(join(folder, 'log'), 'short');

  await expect(sizeOf(tarOf([text('first'), onDisk('log', 1_000_000)]))).rejects.toThrow(
    `"${join(folder, 'log')}" became 999995 bytes shorter while it was read`,
  );
});

it('says which file went away', async () => {
  await expect(sizeOf(tarOf([onDisk('gone', 5), text('other')]))).rejects.toThrow(
    `ENOENT: no such file or directory, open '${join(folder, 'gone')}'`,
  );
});

it('lets its reader stop in the middle', async () => {
  await writeFile(join(folder, 'big'), Buffer.alloc(3_000_000, 'x'));
  const chunks = tarOf([onDisk('big', 3_000_000)]);
  await chunks.next();

  expect(await chunks.return(undefined)).toEqual({ done: true, value: undefined });
});

async function sizeOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of chunks) size += chunk.byteLength;
  return size;
}

function onDisk(path: string, sizeBytes: number): Entry {
  return { kind: 'file', path, mode: 0o644, ...root, content: { kind: 'disk', file: join(folder, path), sizeBytes } };
}

function text(path: string): Entry {
  return { kind: 'file', path, mode: 0o644, ...root, content: { kind: 'bytes', bytes: Buffer.from(path) } };
}
