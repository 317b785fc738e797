import { dirname } from 'node:path';
import { buildImage, readImageSpec } from '@seatrial/image';
import type { BuiltImage } from '@seatrial/image';

/** Builds the OCI archive that a spec file describes; paths in it count from the file's folder. */
export async function imageBuild(spec: string, output: string, signal?: AbortSignal): Promise<BuiltImage> {
  return buildImage(await readImageSpec(spec), output, { baseDir: dirname(spec), ...(signal === undefined ? {} : { signal }) });
}
