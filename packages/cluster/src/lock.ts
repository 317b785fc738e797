import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const WRITTEN_WITHIN_MS = 2_000;

/** Takes a lock file for this process; returns how to give it back, or the process that has it. A lock of a dead process does not count. */
export async function takeLock(file: string): Promise<{ readonly release: () => Promise<void> } | { readonly owner: number }> {
  await mkdir(dirname(file), { recursive: true });
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = await ownerOf(file);
    if (owner !== undefined) return { owner };
    await rm(file, { force: true });
  }
}

/** The living process that a lock file names; one that was just made may not name its owner yet. */
async function ownerOf(file: string): Promise<number | undefined> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) {
    const age = await stat(file).then(
      (info) => Date.now() - info.mtimeMs,
      () => Infinity,
    );
    return age < WRITTEN_WITHIN_MS ? 0 : undefined;
  }
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : undefined;
  }
}
