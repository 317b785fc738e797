export type { ClusterStatus, ProgressEvent } from '@seatrial/cluster';
export { clusterDown, clusterKubeconfig, clusterLoadImages, clusterStatus, clusterUp } from './cluster/cluster.ts';
export type { ClusterUpInput, LoadedImages } from './cluster/cluster.ts';
export { imageBuild } from './image/image-build.ts';
export { openReport } from './report/open-report.ts';
export { trial } from './trial/trial.ts';
export type { TrialInput } from './trial/trial-input.ts';
export type { TrialResult } from './trial/trial.ts';
