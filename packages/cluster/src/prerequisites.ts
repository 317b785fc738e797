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

/** Throws prerequisite-missing that names everything a real node lacks on this machine, with the command that installs it. */
export function checkNodePrerequisites(cni: 'cilium' | 'bridge'): void {
  if (process.platform !== 'linux') {
    throw new EnvironmentError(
      'cluster-not-supported',
      `A real node needs Linux; this is ${process.platform}. A control plane alone works here: seatrial cluster up --nodes simulated:3`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new EnvironmentError(
      'prerequisite-missing',
      'A real node needs root (namespaces, mounts, containers). Run the same command with sudo, or start a control plane alone: --nodes simulated:3',
    );
  }
  const wanted = [...NODE_PROGRAMS, ...(cni === 'cilium' ? [IPTABLES] : [])];
  const missing = wanted.filter((program) => !program.paths.some((path) => existsSync(path)));
  if (cni === 'cilium' && llvmBinDir() === undefined)
    missing.push({ paths: [], apt: 'clang-19 llvm-19', purpose: "compile Cilium's network policies (any version from 17 on)" });
  if (missing.length === 0) return;
  const list = missing.map((program) => `  ${program.apt}: ${program.purpose}`).join('\n');
  const bridge = cni === 'cilium' ? '\nWithout clang, --cni bridge also works, but then NetworkPolicy is not enforced.' : '';
  const packages = missing.map((program) => program.apt).join(' ');
  throw new EnvironmentError(
    'prerequisite-missing',
    `A real node needs programs that this machine does not have:\n${list}\nInstall them: apt-get install -y --no-install-recommends ${packages}${bridge}`,
  );
}

/** Folder that holds clang and llc under these plain names, of the newest LLVM that has both; undefined if there is none. */
export function llvmBinDir(): string | undefined {
  const versions = existsSync('/usr/lib') ? readdirSync('/usr/lib').flatMap((name) => Number(/^llvm-(\d+)$/.exec(name)?.[1] ?? [])) : [];
  return versions
    .filter((version) => version >= OLDEST_LLVM)
    .toSorted((left, right) => right - left)
    .map((version) => `/usr/lib/llvm-${String(version)}/bin`)
    .find((dir) => existsSync(`${dir}/clang`) && existsSync(`${dir}/llc`));
}

/** Folder of the standard CNI plugins. */
export function cniPluginDir(): string {
  return existsSync('/usr/lib/cni/loopback') ? '/usr/lib/cni' : '/opt/cni/bin';
}
