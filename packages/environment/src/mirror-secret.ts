import { randomBytes } from 'node:crypto';
import type { KubeObject } from '@seatrial/contract';

/** A Secret of the same name, type and keys whose values are made up; values of the platform never reach an environment. */
export function mirrorSecret(secret: KubeObject): { readonly objects: readonly KubeObject[]; readonly secretValues: readonly string[] } {
  const keys = [...keysOf(secret['data']), ...keysOf(secret['stringData'])];
  const stringData = Object.fromEntries(keys.map((key) => [key, valueFor(key)]));
  const { data: _data, stringData: _stringData, ...rest } = secret;
  const type = typeof secret['type'] === 'string' ? secret['type'] : 'Opaque';
  return {
    objects: [{ ...rest, apiVersion: 'v1', kind: 'Secret', metadata: secret.metadata, type, stringData }],
    secretValues: Object.values(stringData),
  };
}

/** Values that the API server checks for their form get one that passes. */
function valueFor(key: string): string {
  if (key === '.dockerconfigjson') return JSON.stringify({ auths: {} });
  if (key === '.dockercfg') return '{}';
  return `seatrial-${randomBytes(12).toString('hex')}`;
}

function keysOf(data: unknown): readonly string[] {
  return typeof data === 'object' && data !== null ? Object.keys(data) : [];
}
