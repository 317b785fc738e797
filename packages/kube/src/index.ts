export { ApiError, isConflict, isNotFound } from './api-error.ts';
export { KubeClient } from './client.ts';
export type { ListOptions, ObjectKey, WriteOptions } from './client.ts';
export { connectKube } from './connect.ts';
export type { ConnectOptions } from './connect.ts';
export type { ResourceInfo } from './discovery.ts';
export type { Identity } from './kube-request.ts';
