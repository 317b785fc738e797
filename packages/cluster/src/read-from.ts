import { open, stat } from 'node:fs/promises';

export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (info) => info.size,
    () => 0,
  );
}

/** JSON lines of a growing file from a byte position on; from its start if it was rotated meanwhile. The last line may be half-written: it is left out. */
export async function readJsonLines(file: string, position: number, isOfInterest: (line: string) => boolean): Promise<readonly unknown[]> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return [];
  try {
    const { size } = await handle.stat();
    const start = size < position ? 0 : position;
    const values: unknown[] = [];
    for await (const line of handle.readLines({ start, encoding: 'utf8' })) if (isOfInterest(line)) values.push(...parse(line));
    return values;
  } finally {
    await handle.close().catch(() => undefined);
  }
}

function parse(line: string): readonly unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
