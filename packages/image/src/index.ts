export { buildImage } from './build-image.ts';
export type { BuiltImage } from './build-image.ts';
export type { ImageConfig, ImageSpec } from './image-spec.ts';
export { readImageSpec } from './read-image-spec.ts';
export type { Step } from './steps/table.ts';
