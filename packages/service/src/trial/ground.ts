import type { Unknown } from '@seatrial/contract';
import type { Layout } from '@seatrial/cluster';
import type { Identity, KubeClient } from '@seatrial/kube';
import type { Mask } from './mask.ts';

/** Where a trial takes place: a running cluster that holds the mirrored platform, for this trial alone. */
export interface Ground {
  readonly kube: KubeClient;
  readonly layout: Layout;
  readonly kubernetes: string;
  readonly deployer: Identity | undefined;
  readonly unknowns: readonly Unknown[];
  /** Hides secret values in whatever is shown or kept. */
  readonly mask: Mask;
  /** Where the audit and flow logs ended before the change came. */
  readonly since: { readonly audit: number; readonly flows: number };
  /** Removes the environment; the cluster goes on. */
  close(): Promise<void>;
}
