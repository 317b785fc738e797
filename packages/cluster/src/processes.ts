import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A process of this machine; arguments that hold spaces may be split where the system only shows one line. */
interface MachineProcess {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** The supervisor of a cluster folder and, if it was killed, what it left: all are found by their arguments, which name the folder. */
export async function findClusterProcesses(
  dir: string,
): Promise<{ readonly supervisors: readonly number[]; readonly components: readonly number[] }> {
  const own = (await listMachineProcesses()).filter(
    ({ pid, argv }) => pid !== process.pid && argv.some((argument) => argument === dir || argument.includes(`${dir}/`)),
  );
  const supervisors = own.filter(({ argv }) => argv[1] === 'supervise' && argv[2] === '--booted');
  const components = own.filter(
    ({ argv }) => argv[0]?.includes('seatrial-kube') === true && !(argv[1] === 'supervise' && argv[2] === '--booted'),
  );
  return { supervisors: supervisors.map(({ pid }) => pid), components: components.map(({ pid }) => pid) };
}

/** Ends processes at once; returns those that are still there after five seconds. */
export async function killAll(pids: readonly number[]): Promise<readonly number[]> {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
  let left = pids;
  for (let tries = 0; tries < 500 && left.length > 0; tries += 1) {
    await sleep(10);
    left = (await Promise.all(left.map(async (pid) => ((await isAlive(pid)) ? [pid] : [])))).flat();
  }
  return left;
}

/** A zombie is dead: only its parent has not looked yet. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
}

async function listMachineProcesses(): Promise<readonly MachineProcess[]> {
  if (!existsSync('/proc/self/cmdline')) return listByPs();
  const processes: MachineProcess[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const line = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (line !== '') processes.push({ pid: Number(entry), argv: line.split('\0') });
  }
  return processes;
}

async function listByPs(): Promise<readonly MachineProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,args='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').map((line) => {
    const [pid = '', ...argv] = line.trim().split(/\s+/);
    return { pid: Number(pid), argv };
  });
}
