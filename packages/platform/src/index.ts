export { cleanObject } from './clean-object.ts';
export { readPlatform } from './read-platform.ts';
export type { PlatformSnapshot } from './read-platform.ts';
export { snapshotCoverageText } from './snapshot-coverage-text.ts';
