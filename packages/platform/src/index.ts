export { cleanObject } from './clean-object.ts';
export { readPlatform } from './read-platform.ts';
export type { Coverage, PlatformSnapshot } from './snapshot.ts';
export { snapshotCoverageText } from './snapshot-coverage-text.ts';
