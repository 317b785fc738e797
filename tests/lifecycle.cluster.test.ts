import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { clusterDir } from '@seatrial/cluster';
import { connectKube } from '@seatrial/kube';
import { eventually } from './support/real-cluster.ts';
import { runSeatrial, startSeatrial } from './support/seatrial.ts';

const CLUSTER = 'lifecycle';

afterEach(async () => {
  await runSeatrial(['cluster', 'down', CLUSTER]);
});

/** Everything by which a cluster could show on the machine. */
function traces(): unknown {
  const dir = clusterDir(CLUSTER);
  const processes = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(dir));
  const cgroups = ['', ...readdirSync('/sys/fs/cgroup')].filter((hierarchy) =>
    existsSync(join('/sys/fs/cgroup', hierarchy, `seatrial-${CLUSTER}`)),
  );
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(dir));
  const interfaces = readdirSync('/sys/class/net').toSorted();
  const rules = execFileSync('nft', ['list', 'tables'], { encoding: 'utf8' });
  return { processes, cgroups, mounts, interfaces, rules, folder: existsSync(dir), tunables: tunables() };
}

/** Settings of the whole machine that a kubelet likes to change. */
function tunables(): readonly string[] {
  return ['vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops', 'net/ipv4/ip_forward'].map((name) =>
    readFileSync(join('/proc/sys', name), 'utf8').trim(),
  );
}

function commandLine(pid: string): string {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
  } catch {
    return '';
  }
}

/** PID on the machine of a component, found by its command line. */
function pidOf(component: string): number {
  const dir = clusterDir(CLUSTER);
  const found = readdirSync('/proc').find(
    (pid) => /^\d+$/.test(pid) && commandLine(pid).includes(dir) && commandLine(pid).split('\0').includes(component),
  );
  if (found === undefined) throw new Error(`no process of ${component}`);
  return Number(found);
}

async function nodesOf(): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-kubeconfig-'));
  const file = join(folder, 'kubeconfig');
  await writeFile(file, (await runSeatrial(['cluster', 'kubeconfig', CLUSTER])).stdout, { mode: 0o600 });
  const kube = connectKube({ kubeconfig: file });
  const nodes = await kube.list('v1', 'Node');
  kube.close();
  await rm(folder, { recursive: true });
  return nodes.map((node) => node.metadata.name).toSorted();
}

describe('a cluster with a real node', () => {
  test('comes up, says what to do next, and leaves nothing on the machine when it goes', async () => {
    const before = traces();
    const up = await runSeatrial(['cluster', 'up', CLUSTER]);
    expect(up.stdout).toMatch(new RegExp(`^Cluster "${CLUSTER}" is up: Kubernetes v1\\.36\\.3`));
    expect(up.stdout).toContain(`seatrial cluster down ${CLUSTER}`);
    expect(tunables()).toEqual((before as { tunables: unknown }).tunables);
    expect(
      Object.values(networkInterfaces())
        .flat()
        .filter((address) => address?.address.startsWith('10.199.')),
    ).toHaveLength(1);
    const down = await runSeatrial(['cluster', 'down', CLUSTER]);
    expect(down.stdout).toMatch(/^Removed "lifecycle" in .*; nothing of it is left\.$/m);
    expect(traces()).toEqual(before);
  });

  test('is removed whole by Ctrl-C while it starts', async () => {
    const before = traces();
    const up = startSeatrial(['cluster', 'up', CLUSTER]);
    await up.said('kubelet');
    up.child.kill('SIGINT');
    expect((await up.ended).exitCode).toBe(130);
    expect(traces()).toEqual(before);
  });

  test('whose command was killed while it started is started anew by the next', async () => {
    const up = startSeatrial(['cluster', 'up', CLUSTER]);
    await up.said('containerd');
    up.child.kill('SIGKILL');
    await up.ended;
    const again = await runSeatrial(['cluster', 'up', CLUSTER]);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(await nodesOf()).toEqual([`${CLUSTER}-node`]);
  });

  test('that lost a component says so, and is repaired by "up"', async () => {
    await runSeatrial(['cluster', 'up', CLUSTER]);
    process.kill(pidOf('kube-scheduler'), 'SIGKILL');
    const status = await eventually('the loss to show', async () => {
      const { stdout } = await runSeatrial(['cluster', 'status', CLUSTER]);
      return stdout.includes('degraded') ? stdout : undefined;
    });
    expect(status).toContain('not running kube-scheduler (killed by SIGKILL)');
    const repaired = await runSeatrial(['cluster', 'up', CLUSTER]);
    expect(repaired.stderr).toContain('was not running; started again');
    expect((await runSeatrial(['cluster', 'status', CLUSTER])).stdout).toContain(`${CLUSTER}: running`);
  });

  test('whose supervisor was killed is gone at once, and "down" removes the rest', async () => {
    const before = traces();
    await runSeatrial(['cluster', 'up', CLUSTER]);
    process.kill(pidOf('--booted'), 'SIGKILL');
    await sleep(500);
    await runSeatrial(['cluster', 'down', CLUSTER]);
    expect(traces()).toEqual(before);
  });
});

describe('a cluster with simulated nodes', () => {
  test('has as many Ready nodes as asked for, needs no namespaces, and goes without a trace', async () => {
    const before = traces();
    const up = await runSeatrial(['cluster', 'up', CLUSTER, '--nodes', 'simulated:3']);
    expect(up.exitCode, up.stderr).toBe(0);
    expect(await nodesOf()).toEqual(['node-1', 'node-2', 'node-3']);
    const load = await runSeatrial(['cluster', 'load-image', 'image.tar', '--cluster', CLUSTER]);
    expect(load.exitCode).toBe(2);
    await runSeatrial(['cluster', 'down', CLUSTER]);
    expect(traces()).toEqual(before);
  });
});

describe('wrong use', () => {
  test.each([
    [['cluster', 'up', 'Not_A_Name'], 2, 'Cluster name "Not_A_Name" is not usable'],
    [['cluster', 'up', CLUSTER, '--nodes', 'many'], 2, '--nodes "many" is not understood'],
    [['cluster', 'status', 'nowhere'], 3, 'There is no cluster "nowhere"'],
    [['cluster', 'sideways'], 2, "unknown command 'sideways'"],
  ])('%s ends with %i and says why', async (args, exitCode, text) => {
    const ended = await runSeatrial(args);
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stderr).toContain(text);
  });
});
