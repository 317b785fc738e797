import { z } from 'zod';
import type { KubeObject } from '@seatrial/contract';
import { ApiError, isNotFound } from './api-error.ts';
import { basePath, Discovery } from './discovery.ts';
import type { ResourceInfo } from './discovery.ts';
import type { Identity, KubeRequest, KubeResponse } from './kube-request.ts';
import type { Transport } from './transport.ts';

const FIELD_MANAGER = 'seatrial';

/** Enough to find an object again. */
export interface ObjectKey {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface WriteOptions {
  readonly as?: Identity | undefined;
  readonly signal?: AbortSignal | undefined;
}

const Metadata = z.looseObject({ name: z.string() });
const ObjectBody = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: Metadata });
const ListBody = z.looseObject({
  kind: z.string(),
  items: z.array(z.looseObject({ metadata: Metadata })),
  metadata: z.looseObject({ continue: z.string().optional() }).default({}),
});
const VersionBody = z.object({ gitVersion: z.string() });

/** A client of one Kubernetes API server, for objects of any kind. Refusals are thrown as ApiError. */
export class KubeClient {
  readonly discovery: Discovery;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.discovery = new Discovery(transport);
  }

  get server(): string {
    return this.#transport.server;
  }

  close(): void {
    this.#transport.close();
  }

  raw(request: KubeRequest): Promise<KubeResponse> {
    return this.#transport.send(request);
  }

  /** Version of the API server, for example v1.36.3. */
  async version(): Promise<string> {
    const { body } = await this.raw({ method: 'GET', path: '/version' });
    return VersionBody.parse(body).gitVersion;
  }

  async get(key: ObjectKey): Promise<KubeObject | undefined> {
    try {
      const { body } = await this.raw({ method: 'GET', path: await this.#pathOf(key) });
      return ObjectBody.parse(body);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** All objects of a kind, read in pages of 500; empty where the kind is not served. */
  async list(apiVersion: string, kind: string, options: ListOptions = {}): Promise<readonly KubeObject[]> {
    const resource = await this.discovery.find(apiVersion, kind);
    if (resource === undefined) return [];
    const query = new URLSearchParams({ limit: '500' });
    if (options.labelSelector !== undefined) query.set('labelSelector', options.labelSelector);
    if (options.fieldSelector !== undefined) query.set('fieldSelector', options.fieldSelector);
    const objects: KubeObject[] = [];
    for (;;) {
      const path = `${collectionPath(resource, options.namespace)}?${query.toString()}`;
      const { body } = await this.raw({ method: 'GET', path, signal: options.signal });
      const page = ListBody.parse(body);
      objects.push(...page.items.map((item) => ({ ...item, apiVersion, kind })));
      if (page.metadata.continue === undefined || page.metadata.continue === '') return objects;
      query.set('continue', page.metadata.continue);
    }
  }

  /** Server-side apply with strict field validation; returns the object as stored and the server's warnings. */
  async apply(
    object: KubeObject,
    options: WriteOptions = {},
  ): Promise<{ readonly object: KubeObject; readonly warnings: readonly string[] }> {
    const path = `${await this.#pathOf(object)}?fieldManager=${FIELD_MANAGER}&force=true&fieldValidation=Strict`;
    const response = await this.raw({ method: 'PATCH', path, body: object, contentType: 'application/apply-patch+yaml', ...options });
    return { object: ObjectBody.parse(response.body), warnings: response.warnings };
  }

  async create(object: KubeObject, options: WriteOptions = {}): Promise<KubeObject> {
    const resource = await this.#resourceOf(object);
    const path = `${collectionPath(resource, object.metadata.namespace)}?fieldManager=${FIELD_MANAGER}`;
    const { body } = await this.raw({ method: 'POST', path, body: object, ...options });
    return ObjectBody.parse(body);
  }

  async mergePatch(key: ObjectKey, patch: unknown, options: WriteOptions & { readonly subresource?: string } = {}): Promise<KubeObject> {
    const { subresource, ...write } = options;
    const path = (await this.#pathOf(key)) + (subresource === undefined ? '' : `/${subresource}`);
    const { body } = await this.raw({ method: 'PATCH', path, body: patch, contentType: 'application/merge-patch+json', ...write });
    return ObjectBody.parse(body);
  }

  /** Deletes an object; one that is already gone is fine. Dependents are deleted in the background. */
  async delete(key: ObjectKey, options: WriteOptions & { readonly graceSeconds?: number } = {}): Promise<void> {
    const { graceSeconds, ...write } = options;
    const body = { propagationPolicy: 'Background', ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }) };
    try {
      await this.raw({ method: 'DELETE', path: await this.#pathOf(key), body, ...write });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** The newest lines a container wrote; undefined where there is no log (yet). */
  async podLog(
    pod: { readonly namespace: string; readonly name: string },
    options: {
      readonly container: string;
      readonly previous?: boolean;
      readonly tailLines?: number;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<string | undefined> {
    const query = new URLSearchParams({ container: options.container, limitBytes: '1048576' });
    if (options.previous === true) query.set('previous', 'true');
    if (options.tailLines !== undefined) query.set('tailLines', String(options.tailLines));
    const path = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log?${query.toString()}`;
    try {
      return (await this.raw({ method: 'GET', path, signal: options.signal })).text;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 404 || error.status === 400)) return undefined;
      throw error;
    }
  }

  async #pathOf(key: ObjectKey): Promise<string> {
    const resource = await this.#resourceOf(key);
    return `${collectionPath(resource, key.metadata.namespace)}/${encodeURIComponent(key.metadata.name)}`;
  }

  async #resourceOf(key: ObjectKey): Promise<ResourceInfo> {
    const found = await this.discovery.find(key.apiVersion, key.kind);
    if (found !== undefined) return found;
    const message = `no matches for kind "${key.kind}" in version "${key.apiVersion}"`;
    throw new ApiError({ method: 'GET', path: basePath(key.apiVersion) }, 404, { message, reason: 'NotFound' }, message);
  }
}

function collectionPath(resource: ResourceInfo, namespace: string | undefined): string {
  const scope = resource.namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${basePath(resource.apiVersion)}${scope}/${resource.plural}`;
}
