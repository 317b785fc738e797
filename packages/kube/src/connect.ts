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
    throw new EnvironmentError('kubeconfig-unusable', `Cannot read ${source}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const known = config.getContexts().map((context) => context.name);
    throw new EnvironmentError(
      'kubeconfig-unusable',
      `Context "${options.context ?? config.getCurrentContext()}" of ${source} names no cluster. Contexts: ${known.join(', ') || 'none'}.`,
    );
  }
  return new KubeClient(new Transport(config, cluster.server));
}
