import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectKube } from '../connect.ts';
import type { KubeClient } from '../client.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export type Answer = (response: ServerResponse, asked: Asked) => void;

/** A server on loopback that speaks as an API server does, remembers what it was asked, and a client of it. */
export interface ApiServer {
  readonly kube: KubeClient;
  readonly origin: string;
  readonly kubeconfig: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** Answers by "METHOD /path" without query; whatever is not in the table is answered as an API server answers unknown paths. */
export async function startApiServer(answers: Readonly<Record<string, Answer>>): Promise<ApiServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
      asked.push(one);
      const answer = answers[`${method} ${url.replace(/\?.*/, '')}`] ?? plain(404, '404 page not found\n');
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const dir = await mkdtemp(join(tmpdir(), 'seatrial-kube-'));
  const kubeconfig = join(dir, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigOf(origin));
  const kube = connectKube({ kubeconfig });
  const close = async (): Promise<void> => {
    kube.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(dir, { recursive: true, force: true });
  };
  return { kube, origin, kubeconfig, asked, close };
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string | readonly string[]>> = {}): Answer {
  return (response) => {
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(JSON.stringify(body));
  };
}

export function plain(status: number, text: string): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
  };
}

/** What an API server says when it refuses. */
export function refused(code: number, reason: string, message: string): Answer {
  return json(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code });
}

export function kubeconfigOf(server: string): string {
  return `apiVersion: v1
kind: Config
clusters:
  - name: local
    cluster: { server: "${server}", insecure-skip-tls-verify: true }
users:
  - name: dev
    user: { token: not-a-real-token }
contexts:
  - name: local
    context: { cluster: local, user: dev }
  - name: gone
    context: { cluster: removed, user: dev }
current-context: local
`;
}

export const CORE_V1 = json(200, {
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [
    { name: 'namespaces', singularName: 'namespace', namespaced: false, kind: 'Namespace', verbs: ['create', 'get', 'list'] },
    { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['create', 'delete', 'get', 'list', 'patch'] },
    { name: 'pods/log', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] },
  ],
});
