import type { Identity } from '@seatrial/kube';

export interface TrialInput {
  readonly paths: readonly string[];
  readonly platform?: string | undefined;
  /** Name of the embedded cluster; started if it is not running. */
  readonly cluster: string;
  /** Network plugin; without one that of the running cluster, else Cilium. */
  readonly cni?: 'cilium' | 'bridge' | undefined;
  readonly images: readonly string[];
  /** Longest observation in milliseconds; without one it depends on what the change holds. */
  readonly deadlineMs?: number | undefined;
  /** Identity that deploys; without one the platform's deployer. */
  readonly as?: Identity | undefined;
  /** Namespace of objects that name none. */
  readonly namespace: string;
  /** Observe even if parts of the change were refused. */
  readonly keepGoing: boolean;
  /** Folder that .seatrial is kept in. */
  readonly root: string;
}
