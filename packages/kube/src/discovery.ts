import { z } from 'zod';
import type { Transport } from './transport.ts';
import { isNotFound } from './api-error.ts';

/** How one kind is reached over HTTP. */
export interface ResourceInfo {
  readonly apiVersion: string;
  readonly kind: string;
  /** Plural name in paths, for example deployments. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

const ResourceList = z.object({
  resources: z
    .array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()).default([]) }))
    .default([]),
});
const GroupList = z.object({ groups: z.array(z.object({ preferredVersion: z.object({ groupVersion: z.string() }) })) });

/** What a cluster serves, asked once per API version and remembered; forget() after CRDs change. */
export class Discovery {
  readonly #transport: Transport;
  readonly #known = new Map<string, Promise<readonly ResourceInfo[]>>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  forget(): void {
    this.#known.clear();
  }

  /** The resource of a kind, or undefined where the cluster does not serve it. */
  async find(apiVersion: string, kind: string): Promise<ResourceInfo | undefined> {
    const resources = await this.resources(apiVersion);
    return resources.find((resource) => resource.kind === kind);
  }

  /** Resources of one API version, without subresources; empty where it is not served. */
  resources(apiVersion: string): Promise<readonly ResourceInfo[]> {
    const known = this.#known.get(apiVersion);
    if (known !== undefined) return known;
    const asked = this.#ask(apiVersion);
    this.#known.set(apiVersion, asked);
    asked.catch(() => this.#known.delete(apiVersion));
    return asked;
  }

  /** Every resource of every group, at the version that the server prefers. */
  async all(): Promise<readonly ResourceInfo[]> {
    const { body } = await this.#transport.send({ method: 'GET', path: '/apis' });
    const versions = ['v1', ...GroupList.parse(body).groups.map((group) => group.preferredVersion.groupVersion)];
    return (await Promise.all(versions.map((version) => this.resources(version)))).flat();
  }

  async #ask(apiVersion: string): Promise<readonly ResourceInfo[]> {
    try {
      const { body } = await this.#transport.send({ method: 'GET', path: basePath(apiVersion) });
      return ResourceList.parse(body)
        .resources.filter((resource) => !resource.name.includes('/'))
        .map(({ name, ...rest }) => ({ ...rest, apiVersion, plural: name }));
    } catch (error) {
      if (isNotFound(error)) return [];
      throw error;
    }
  }
}

export function basePath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
