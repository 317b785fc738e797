import { EnvironmentError } from '@seatrial/contract';
import { KubeConfig } from '@kubernetes/client-node';
import { KubeClient } from './client.ts';
import { Transport } from './transport.ts';

export interface ConnectOptions {
  /** File of the kubeconfig; without one the usual places count ($KUBECONFIG, ~/.kube/config). */
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** Reads a kubeconfig and returns a client of its cluster; no request is made yet. Throws kubeconfig-unusable. */
export function connectKube(options: ConnectOptions): KubeClient {
  const config = new KubeConfig();
  const source = options.kubeconfig ?? 'the default kubeconfig';
  try {
    if (options.kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(options.kubeconfig);
    if (options.context !== undefined) config.setCurrentContext(options.context);
  } catch (cause) {
    throw new EnvironmentError('kubeconfig-unusable', `Cannot read ${source}: ${reasonOf(cause)}`, { cause });
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const known = config.getContexts().map((context) => context.name);
    const wanted = options.context ?? (config.getCurrentContext() || undefined);
    const problem = wanted === undefined ? `No context is current in ${source}` : `Context "${wanted}" of ${source} names no cluster`;
    throw new EnvironmentError('kubeconfig-unusable', `${problem}. Contexts: ${known.join(', ') || 'none'}.`);
  }
  if (!URL.canParse(cluster.server)) {
    throw new EnvironmentError(
      'kubeconfig-unusable',
      `Cluster "${cluster.name}" of ${source} has the server "${cluster.server}", which is no address. Write one like https://10.0.0.1:6443.`,
    );
  }
  return new KubeClient(new Transport(config, cluster.server));
}

/** The reader stumbles over files that are YAML but hold nothing it expects; its words for that help nobody. */
function reasonOf(cause: unknown): string {
  if (cause instanceof TypeError) return 'it is no kubeconfig.';
  return cause instanceof Error ? cause.message : String(cause);
}
