import { expect, test } from 'vitest';
import { checkNodePrerequisites, llvmBinDir } from './prerequisites.ts';
import type { Machine } from './prerequisites.ts';

const COMPLETE = [
  '/usr/bin/containerd',
  '/usr/sbin/runc',
  '/usr/sbin/nft',
  '/usr/lib/cni/loopback',
  '/usr/sbin/iptables',
  '/usr/lib/llvm-19/bin/clang',
  '/usr/lib/llvm-19/bin/llc',
];

function machine(paths: readonly string[], rest: Partial<Machine> = {}): Machine {
  const names = (dir: string): readonly string[] => [
    ...new Set(paths.filter((path) => path.startsWith(`${dir}/`)).map((path) => path.slice(dir.length + 1).split('/')[0] ?? '')),
  ];
  return { platform: 'linux', isRoot: true, has: (path) => paths.includes(path), list: names, ...rest };
}

const without = (...parts: readonly string[]): readonly string[] => COMPLETE.filter((path) => !parts.some((part) => path.includes(part)));

test.each([
  { what: 'everything', cni: 'cilium', paths: COMPLETE },
  { what: 'everything but what only Cilium needs', cni: 'bridge', paths: without('llvm', 'iptables') },
  {
    what: 'everything, elsewhere',
    cni: 'cilium',
    paths: [
      ...without('runc', 'nft', 'loopback', 'iptables'),
      '/usr/bin/runc',
      '/usr/bin/nft',
      '/opt/cni/bin/loopback',
      '/usr/bin/iptables',
    ],
  },
] as const)('a machine with $what is fine for $cni', ({ cni, paths }) => {
  expect(() => checkNodePrerequisites(cni, machine(paths))).not.toThrow();
});

test.each([
  {
    what: 'another system',
    cni: 'cilium',
    of: machine(COMPLETE, { platform: 'darwin' }),
    code: 'cluster-not-supported',
    message: 'A real node needs Linux; this is darwin. A control plane alone works here: seatrial cluster up --nodes simulated:3',
  },
  {
    what: 'an ordinary user',
    cni: 'cilium',
    of: machine(COMPLETE, { isRoot: false }),
    code: 'prerequisite-missing',
    message:
      'A real node needs root (namespaces, mounts, containers). Run the same command with sudo, or start a control plane alone: --nodes simulated:3',
  },
  {
    what: 'no clang',
    cni: 'cilium',
    of: machine(without('clang')),
    code: 'prerequisite-missing',
    message: `A real node needs programs that this machine does not have:
  clang-19 llvm-19: compile Cilium's network policies (any version from 17 on)
Install them: apt-get install -y --no-install-recommends clang-19 llvm-19
Without clang, --cni bridge also works, but then NetworkPolicy is not enforced.`,
  },
  {
    what: 'no containerd and no iptables, but clang',
    cni: 'cilium',
    of: machine(without('containerd', 'iptables')),
    code: 'prerequisite-missing',
    message: `A real node needs programs that this machine does not have:
  containerd: runs containers
  iptables: is used by Cilium
Install them: apt-get install -y --no-install-recommends containerd iptables`,
  },
  {
    what: 'nothing, for bridge',
    cni: 'bridge',
    of: machine([]),
    code: 'prerequisite-missing',
    message: `A real node needs programs that this machine does not have:
  containerd: runs containers
  runc: starts containers
  nftables: carries Service addresses
  containernetworking-plugins: gives pods their loopback
Install them: apt-get install -y --no-install-recommends containerd runc nftables containernetworking-plugins`,
  },
] as const)('$what is said with what to do', ({ cni, of, code, message }) => {
  expect(() => checkNodePrerequisites(cni, of)).toThrow(expect.objectContaining({ name: 'EnvironmentError', code, message }));
});

test.each([
  { what: 'none', paths: [], dir: undefined },
  { what: 'too old', paths: ['/usr/lib/llvm-16/bin/clang', '/usr/lib/llvm-16/bin/llc'], dir: undefined },
  { what: 'clang without llc', paths: ['/usr/lib/llvm-19/bin/clang'], dir: undefined },
  {
    what: 'several: the newest, by number',
    paths: ['17', '20', '19'].flatMap((version) => [`/usr/lib/llvm-${version}/bin/clang`, `/usr/lib/llvm-${version}/bin/llc`]),
    dir: '/usr/lib/llvm-20/bin',
  },
  {
    what: 'the newest is not whole',
    paths: ['/usr/lib/llvm-20/bin/clang', '/usr/lib/llvm-19/bin/clang', '/usr/lib/llvm-19/bin/llc'],
    dir: '/usr/lib/llvm-19/bin',
  },
])('of LLVM there is $what', ({ paths, dir }) => {
  expect(llvmBinDir(machine(paths))).toBe(dir);
});
