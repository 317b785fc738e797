import { request as httpsRequest } from 'node:https';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { EnvironmentError } from '@seatrial/contract';
import { ApiError } from './api-error.ts';
import type { KubeRequest, KubeResponse } from './kube-request.ts';

/** One HTTP request to an API server with the credentials of a kubeconfig; keeps connections open between requests. */
export class Transport {
  readonly #config: KubeConfig;
  readonly #server: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(config: KubeConfig, server: string) {
    this.#config = config;
    this.#server = new URL(server);
  }

  get server(): string {
    return this.#server.origin;
  }

  /** Closes idle connections, so that the process can end. */
  close(): void {
    this.#agent.destroy();
  }

  /** Answers of 2xx are returned, others are thrown as ApiError; no answer at all is an EnvironmentError. */
  async send(request: KubeRequest): Promise<KubeResponse> {
    const options = await this.#credentials();
    const payload = request.body === undefined ? undefined : JSON.stringify(request.body);
    const response = await this.#exchange(request, options, payload);
    const text = await readAll(response).catch((cause: unknown) => {
      throw noAnswer(request, this.server, cause);
    });
    const body = parseBody(response, text);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return { body, text, warnings: warningsOf(response) };
    throw new ApiError(request, status, body, text);
  }

  async #credentials(): Promise<Record<string, unknown>> {
    const options: Record<string, unknown> = {};
    try {
      await this.#config.applyToHTTPSOptions(options);
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new EnvironmentError('kubeconfig-unusable', `The kubeconfig gives no usable credentials for ${this.server}: ${said}`, {
        cause,
      });
    }
    return options;
  }

  #exchange(request: KubeRequest, options: Record<string, unknown>, payload: string | undefined): Promise<IncomingMessage> {
    const headers: Record<string, string | string[]> = { accept: 'application/json', ...stringHeaders(options['headers']) };
    if (payload !== undefined) {
      headers['content-type'] = request.contentType ?? 'application/json';
      headers['content-length'] = String(Buffer.byteLength(payload));
    }
    if (request.as !== undefined) {
      headers['impersonate-user'] = request.as.user;
      if (request.as.groups !== undefined && request.as.groups.length > 0) headers['impersonate-group'] = [...request.as.groups];
    }
    const secure = this.#server.protocol === 'https:';
    const isDirect = this.#config.getCurrentCluster()?.proxyUrl === undefined;
    const send = secure ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const sent = send({
        ...options,
        headers,
        method: request.method,
        // A URL writes an IPv6 address in brackets; a socket wants it without.
        host: this.#server.hostname.replace(/^\[|\]$/g, ''),
        port: portOf(this.#server),
        path: this.#server.pathname.replace(/\/$/, '') + request.path,
        ...(secure && isDirect ? { agent: this.#agent } : {}),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
        timeout: request.timeoutMs ?? 30_000,
      });
      sent.on('response', resolve);
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${String(request.timeoutMs ?? 30_000)} ms`)));
      sent.on('error', (cause) => reject(noAnswer(request, this.server, cause)));
      sent.end(payload);
    });
  }
}

function portOf({ port, protocol }: URL): string {
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
}

/** A proxy in between may call its own page JSON; what cannot be parsed is kept as text only. */
function parseBody(response: IncomingMessage, text: string): unknown {
  if (text === '' || !(response.headers['content-type'] ?? '').includes('json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noAnswer(request: KubeRequest, server: string, cause: unknown): Error {
  if (request.signal?.aborted === true) return new EnvironmentError('aborted', 'Stopped on request.', { cause });
  return new EnvironmentError(
    'kube-request-failed',
    `${request.method} ${request.path}: the API server at ${server} did not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks).toString('utf8');
}

function warningsOf(response: IncomingMessage): string[] {
  const texts = response.headers['warning'] ?? '';
  return [...texts.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1'));
}

function stringHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
