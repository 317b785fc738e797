import { open, stat } from 'node:fs/promises';

export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (info) => info.size,
    () => 0,
  );
}

/** Complete lines of a growing file from a byte position on; from its start if it was rotated meanwhile. */
export async function readFrom(file: string, position: number): Promise<readonly string[]> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return [];
  try {
    const { size } = await handle.stat();
    const start = size < position ? 0 : position;
    const lines: string[] = [];
    for await (const line of handle.readLines({ start, encoding: 'utf8' })) if (line.endsWith('}')) lines.push(line);
    return lines;
  } finally {
    await handle.close().catch(() => undefined);
  }
}
