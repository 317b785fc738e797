import type { Diagnostic, KubeObject } from '@seatrial/contract';

/** complete: what is not in the snapshot does not exist; partial: of the kinds and namespaces listed nothing is known. */
export type Coverage = { readonly kind: 'complete' } | { readonly kind: 'partial'; readonly missing: readonly string[] };

/** What a snapshot says of its platform beside the objects. */
export interface PlatformDescription {
  readonly name: string;
  /** ISO 8601 time at which it was taken. */
  readonly takenAt?: string;
  /** Version of Kubernetes, for example v1.36.3. */
  readonly kubernetes?: string;
  /** Network plugin, for example cilium. */
  readonly cni?: string;
  /** Identity that deploys changes there. */
  readonly deployer?: { readonly user: string; readonly groups: readonly string[] };
  readonly coverage: Coverage;
}

/** What is known of a real platform. */
export interface PlatformSnapshot extends PlatformDescription {
  readonly dir: string;
  /** Secrets have their keys, and no values. */
  readonly objects: readonly KubeObject[];
  /** What may be other than its author thinks: objects that are there twice, files that were left out. */
  readonly diagnostics: readonly Diagnostic[];
}
