import { existsSync } from 'node:fs';
import { EnvironmentError } from '@seatrial/contract';

/** Folders where Debian and others keep an LLVM whose programs are called plainly clang and llc, best first. */
const LLVM_DIRS = ['/usr/lib/llvm-19/bin', '/usr/lib/llvm-20/bin', '/usr/lib/llvm-21/bin', '/usr/lib/llvm-18/bin', '/usr/lib/llvm-17/bin'];

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

const CILIUM_PROGRAMS: readonly Program[] = [
  { paths: LLVM_DIRS.map((dir) => `${dir}/clang`), apt: 'clang-19', purpose: "compiles Cilium's network policies" },
  { paths: LLVM_DIRS.map((dir) => `${dir}/llc`), apt: 'llvm-19', purpose: "compiles Cilium's network policies" },
  { paths: ['/usr/sbin/iptables', '/usr/bin/iptables'], apt: 'iptables', purpose: 'is used by Cilium' },
];

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
  const missing = [...NODE_PROGRAMS, ...(cni === 'cilium' ? CILIUM_PROGRAMS : [])].filter((program) => !program.paths.some(existsSync));
  if (missing.length === 0) return;
  const list = missing.map((program) => `  ${program.apt}: ${program.purpose}`).join('\n');
  const bridge = cni === 'cilium' ? '\nWithout clang, --cni bridge also works, but then NetworkPolicy is not enforced.' : '';
  const packages = missing.map((program) => program.apt).join(' ');
  throw new EnvironmentError(
    'prerequisite-missing',
    `A real node needs programs that this machine does not have:\n${list}\nInstall them: apt-get install -y --no-install-recommends ${packages}${bridge}`,
  );
}

/** Folder that holds clang and llc, or undefined. */
export function llvmBinDir(): string | undefined {
  return LLVM_DIRS.find((dir) => existsSync(`${dir}/clang`) && existsSync(`${dir}/llc`));
}

/** Folder of the standard CNI plugins. */
export function cniPluginDir(): string {
  return existsSync('/usr/lib/cni/loopback') ? '/usr/lib/cni' : '/opt/cni/bin';
}
