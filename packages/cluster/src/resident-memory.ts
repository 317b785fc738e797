import { readdir, readFile } from 'node:fs/promises';
import { findClusterProcesses } from './processes.ts';

const PAGE_BYTES = 4096;

/** Resident memory in bytes of everything below the supervisor of a cluster folder; zero where /proc does not tell. */
export async function residentMemory(dir: string): Promise<number> {
  const processes = await readProcesses();
  const wanted = new Set((await findClusterProcesses(dir)).supervisors);
  for (let grew = true; grew;) {
    grew = false;
    for (const [pid, { parent }] of processes) {
      if (!wanted.has(pid) && wanted.has(parent)) grew = Boolean(wanted.add(pid));
    }
  }
  return [...wanted].reduce((sum, pid) => sum + (processes.get(pid)?.residentBytes ?? 0), 0);
}

async function readProcesses(): Promise<Map<number, { parent: number; residentBytes: number }>> {
  const processes = new Map<number, { parent: number; residentBytes: number }>();
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may hold spaces, so fields are counted from the last parenthesis: state, parent, …, rss.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length > 21) processes.set(Number(entry), { parent: Number(fields[1]), residentBytes: Number(fields[21]) * PAGE_BYTES });
  }
  return processes;
}
