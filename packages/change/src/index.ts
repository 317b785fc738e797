export { positionOf } from './position-of.ts';
export { readChange } from './read-change.ts';
export type { ReadChangeOptions, ReadChangeResult } from './read-change.ts';
export { readYamlFile } from './read-yaml-file.ts';
export type { YamlFile } from './read-yaml-file.ts';
