import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import type { ConfigMap, ConfigMapApi, ConfigMapPage } from './config-exporter.ts';

const timeoutMs = 10_000;
const pageSize = 100;

export interface Connection {
  readonly host: string;
  readonly port: string;
  readonly token: string;
  readonly ca: string;
  readonly namespace: string;
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly body: string;
}

/** Reads how to reach the API from what Kubernetes gives every pod. */
export async function inClusterConnection(
  env: NodeJS.ProcessEnv,
  folder = '/var/run/secrets/kubernetes.io/serviceaccount',
): Promise<Connection> {
  const host = env['KUBERNETES_SERVICE_HOST'];
  if (host === undefined) throw new Error('KUBERNETES_SERVICE_HOST is not set: this program runs in a pod');
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const [token, ca, namespace] = await Promise.all([read('token'), read('ca.crt'), read('namespace')]);
  return { host, port: env['KUBERNETES_SERVICE_PORT'] ?? '443', token: token.trim(), ca, namespace: namespace.trim() };
}

export function kubernetesApi(connection: Connection): ConfigMapApi {
  const { namespace } = connection;
  return {
    namespace,
    async listConfigMaps(next) {
      const query = new URLSearchParams({ limit: String(pageSize), ...(next === undefined ? {} : { continue: next }) });
      const answer = await get(connection, `/api/v1/namespaces/${namespace}/configmaps?${query}`);
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.reason}: ${statusMessage(answer.body)}`);
      return pageOf(answer.body);
    },
  };
}

function get({ host, port, token, ca }: Connection, path: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  return new Promise((resolve, reject) => {
    const late = AbortSignal.timeout(timeoutMs);
    const call = request({ host, port, path, ca, headers, signal: late }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, reason: response.statusMessage ?? '', body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    call.on('error', (error) =>
      reject(late.aborted ? new Error(`no answer from https://${host}:${port} within ${timeoutMs / 1000} s`) : error),
    );
    call.end();
  });
}

/** The API explains itself in a Status object; proxies in between may answer anything. */
function statusMessage(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    return body.slice(0, 200).trim();
  }
}

function pageOf(body: string): ConfigMapPage {
  const list = JSON.parse(body) as { items: ConfigMap[]; metadata: { continue?: string } };
  const items = list.items.map(({ metadata: { name }, data }) => ({ metadata: { name }, ...(data === undefined ? {} : { data }) }));
  return { items, ...(list.metadata.continue ? { next: list.metadata.continue } : {}) };
}
