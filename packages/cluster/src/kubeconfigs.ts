import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Layout } from './layout.ts';

const CLIENTS = ['controller-manager', 'scheduler', 'proxy', 'kubelet', 'cilium', 'local-path', 'kwok'] as const;
type Client = (typeof CLIENTS)[number];

/** Writes one kubeconfig per component into the config folder, and the administrator's into the cluster's folder. */
export async function writeKubeconfigs(layout: Layout): Promise<void> {
  await Promise.all(CLIENTS.map((client) => writeKubeconfig(layout, client, kubeconfigOf(layout, client))));
  await writeKubeconfig(layout, 'admin', layout.kubeconfig);
}

export function kubeconfigOf(layout: Layout, client: Client): string {
  return join(layout.config, `${client}.kubeconfig`);
}

async function writeKubeconfig(layout: Layout, identity: string, file: string): Promise<void> {
  const [ca, certificate, key] = await Promise.all(
    ['ca.crt', `${identity}.crt`, `${identity}.key`].map(async (name) => (await readFile(join(layout.pki, name))).toString('base64')),
  );
  const name = `seatrial-${layout.spec.name}`;
  const server = `https://${layout.apiServer.host}:${String(layout.apiServer.port)}`;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': ca } }],
    users: [{ name, user: { 'client-certificate-data': certificate, 'client-key-data': key } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  await writeFile(file, stringify(config), { mode: 0o600 });
}
