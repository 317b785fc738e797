export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query, for example /api/v1/namespaces?limit=1. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Identity to act as, besides the credentials of the kubeconfig. */
  readonly as?: Identity | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

export interface Identity {
  readonly user: string;
  readonly groups?: readonly string[];
}

export interface KubeResponse {
  readonly body: unknown;
  readonly text: string;
  /** Texts of the API server's Warning headers. */
  readonly warnings: readonly string[];
}
