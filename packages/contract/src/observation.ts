import type { ChangeObject } from './change.ts';
import type { KubeObject } from './kube-object.ts';

/** Everything that was seen of a change in a cluster: the input of diagnosis, kept beside the report. */
export interface Observation {
  /** The author's objects, as applied. */
  readonly change: readonly ChangeObject[];
  /** Objects that the API server refused, with its own words. */
  readonly refusals: readonly Refusal[];
  /** Objects as they stood last: pods, jobs, replica sets, claims, volumes, storage classes, roles and bindings, quotas, services. */
  readonly objects: readonly KubeObject[];
  readonly events: readonly ObservedEvent[];
  /** What each container wrote, by pod and container; secret values are masked. */
  readonly logs: readonly ContainerLog[];
  /** Requests of the change's own pods that the API server answered with "forbidden". */
  readonly denials: readonly AuditDenial[];
  /** Connections of the change's own pods that the network plugin dropped. */
  readonly drops: readonly FlowDrop[];
  /** Author's object (by objectRef) of each pod or generated object (by objectRef). */
  readonly owners: ReadonlyMap<string, string>;
  /** How each workload of the change stood when observation ended, by objectRef. */
  readonly outcomes: ReadonlyMap<string, WorkloadOutcome>;
}

/** healthy: did what it should; failed: will not; unsettled: neither was seen within the deadline. */
export type WorkloadOutcome = 'healthy' | 'failed' | 'unsettled';

export interface Refusal {
  readonly object: ChangeObject;
  /** Identity that asked. */
  readonly user: string;
  readonly status: number;
  /** Reason of the API Status object, for example Forbidden, Invalid, NotFound. */
  readonly reason: string;
  readonly message: string;
}

export interface ObservedEvent {
  /** Object the event is about, as objectRef. */
  readonly object: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Component that reported it, for example kubelet. */
  readonly source: string;
  /** ISO 8601. */
  readonly lastSeen: string;
}

export interface ContainerLog {
  /** Pod as objectRef. */
  readonly pod: string;
  readonly container: string;
  /** True for the log of the instance before the last restart. */
  readonly previous: boolean;
  readonly lines: readonly string[];
}

export interface AuditDenial {
  /** Pod that made the request, as objectRef, where the API server recorded it. */
  readonly pod?: string;
  /** For example system:serviceaccount:pay:exporter. */
  readonly user: string;
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly requestURI: string;
  /** The authorizer's own reason. */
  readonly reason: string;
  readonly count: number;
  /** ISO 8601. */
  readonly lastSeen: string;
}

export interface FlowDrop {
  /** Pod as objectRef, or the plugin's name for it. */
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly port: number;
  /** The plugin's own reason, for example POLICY_DENIED. */
  readonly reason: string;
  readonly direction: 'ingress' | 'egress';
  readonly count: number;
}
