import { existsSync, readdirSync } from 'node:fs';
import { EnvironmentError } from '@seatrial/contract';

const OLDEST_LLVM = 17;

interface Program {
  readonly paths: readonly string[];
  readonly apt: string;
  readonly purpose: string;
}

const NODE_PROGRAMS: readonly Program[] = [
  { paths: ['/usr/bin/containerd'], apt: 'containerd', purpose: 'runs containers' },
  { paths: ['/usr/sbin/runc', '/usr/bin/runc'], apt: 'runc', purpose: 'starts containers' },
  { paths: ['/usr/sbin/nft', '/usr/bin/nft'], apt: 'nftables', purpose: 'carries Service addresses' },
  { paths: ['/usr/lib/cni/loopback', '/opt/cni/bin/loopback'], apt: 'containernetworking-plugins', purpose: 'gives pods their loopback' },
];

const IPTABLES: Program = { paths: ['/usr/sbin/iptables', '/usr/bin/iptables'], apt: 'iptables', purpose: 'is used by Cilium' };

/** What the check asks of a machine. */
export interface Machine {
  readonly platform: string;
  readonly isRoot: boolean;
  has(path: string): boolean;
  /** Names in a folder; none where it does not exist. */
  list(dir: string): readonly string[];
}

/** Throws prerequisite-missing that names everything a real node lacks on this machine, with the command that installs it. */
export function checkNodePrerequisites(cni: 'cilium' | 'bridge', machine: Machine = thisMachine()): void {
  if (machine.platform !== 'linux') {
    throw new EnvironmentError(
      'cluster-not-supported',
      `A real node needs Linux; this is ${machine.platform}. A control plane alone works here: seatrial cluster up --nodes simulated:3`,
    );
  }
  if (!machine.isRoot) {
    throw new EnvironmentError(
      'prerequisite-missing',
      'A real node needs root (namespaces, mounts, containers). Run the same command with sudo, or start a control plane alone: --nodes simulated:3',
    );
  }
  const wanted = [...NODE_PROGRAMS, ...(cni === 'cilium' ? [IPTABLES] : [])];
  const missing = wanted.filter((program) => !program.paths.some((path) => machine.has(path)));
  const lacksLlvm = cni === 'cilium' && llvmBinDir(machine) === undefined;
  if (lacksLlvm)
    missing.push({ paths: [], apt: 'clang-19 llvm-19', purpose: "compile Cilium's network policies (any version from 17 on)" });
  if (missing.length === 0) return;
  const list = missing.map((program) => `  ${program.apt}: ${program.purpose}`).join('\n');
  const bridge = lacksLlvm ? '\nWithout clang, --cni bridge also works, but then NetworkPolicy is not enforced.' : '';
  const packages = missing.map((program) => program.apt).join(' ');
  throw new EnvironmentError(
    'prerequisite-missing',
    `A real node needs programs that this machine does not have:\n${list}\nInstall them: apt-get install -y --no-install-recommends ${packages}${bridge}`,
  );
}

/** Folder that holds clang and llc under these plain names, of the newest LLVM that has both; undefined if there is none. */
export function llvmBinDir(machine: Machine = thisMachine()): string | undefined {
  return machine
    .list('/usr/lib')
    .flatMap((name) => Number(/^llvm-(\d+)$/.exec(name)?.[1] ?? []))
    .filter((version) => version >= OLDEST_LLVM)
    .toSorted((left, right) => right - left)
    .map((version) => `/usr/lib/llvm-${String(version)}/bin`)
    .find((dir) => machine.has(`${dir}/clang`) && machine.has(`${dir}/llc`));
}

/** Folder of the standard CNI plugins. */
export function cniPluginDir(): string {
  return existsSync('/usr/lib/cni/loopback') ? '/usr/lib/cni' : '/opt/cni/bin';
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    has: existsSync,
    list: (dir) => (existsSync(dir) ? readdirSync(dir) : []),
  };
}
