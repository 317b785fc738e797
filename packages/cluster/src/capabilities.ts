import { readFileSync } from 'node:fs';

const CAP_SYS_RESOURCE = 24n;

/** True where this machine does not let root lower an OOM score, so that container runtimes must not try. */
export function lacksSysResource(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return effective !== undefined && ((BigInt(`0x${effective}`) >> CAP_SYS_RESOURCE) & 1n) === 0n;
}
