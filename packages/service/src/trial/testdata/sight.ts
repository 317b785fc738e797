import { objectRef } from '@seatrial/contract';
import type { KubeObject, ObservedEvent } from '@seatrial/contract';
import type { Sight } from '../look.ts';

export const NOW = Date.parse('2026-11-23T10:00:00Z');

export function secondsAgo(seconds: number): string {
  return new Date(NOW - seconds * 1000).toISOString();
}

/** A workload of namespace pay as the API server shows it: stored as generation 1, and its controller has seen that. */
export function workload(kind: string, spec: object, status: object, generation = 1): KubeObject {
  const apiVersion = kind.endsWith('Job') ? 'batch/v1' : 'apps/v1';
  const metadata = { name: 'app', namespace: 'pay', uid: `${kind}-uid`, generation };
  return { apiVersion, kind, metadata, spec, status };
}

export function pod(status: object, options: { readonly name?: string; readonly spec?: object; readonly metadata?: object } = {}): KubeObject {
  const metadata = { name: options.name ?? 'app-1', namespace: 'pay', uid: `uid-of-${options.name ?? 'app-1'}`, ...options.metadata };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'app' }], ...options.spec }, status };
}

/** The metadata by which a Job owns a pod. */
export const OF_JOB = { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'app', uid: 'Job-uid', controller: true }] };

export function event(object: string, reason: string, options: { readonly count?: number; readonly ago?: number } = {}): ObservedEvent {
  const { count = 1, ago = 0 } = options;
  return { object, type: 'Warning', reason, message: '', count, source: '', lastSeen: secondsAgo(ago) };
}

/** What is seen of one author's object, whose all these pods and generated objects are. */
export function sightOf(
  author: KubeObject,
  { pods = [], generated = [], others = [], events = [] }: {
    readonly pods?: readonly KubeObject[];
    readonly generated?: readonly KubeObject[];
    readonly others?: readonly KubeObject[];
    readonly events?: readonly ObservedEvent[];
  },
): Sight {
  const owners = new Map([author, ...pods, ...generated].map((object) => [objectRef(object), objectRef(author)]));
  return { objects: [author, ...pods, ...generated, ...others], pods, events, owners };
}
