import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EnvironmentError, SeatrialError, UsageError } from '@seatrial/contract';
import { layerBlob, type LayerBlob } from './blob.ts';
import { collectLayers } from './collect-layers.ts';
import { imageDocuments } from './image-documents.ts';
import { normalImageName } from './image-name.ts';
import type { ImageSpec } from './image-spec.ts';
import type { Layer } from './image-tree.ts';
import { platformOf } from './platform.ts';
import { writeArchive } from './write-archive.ts';

export interface BuiltImage {
  /** Digest of the image's manifest, sha256:…; the same input gives the same digest. */
  readonly digest: string;
  /** Size of the archive. */
  readonly sizeBytes: number;
}

/**
 * Writes the image that `spec` describes to `output`, a tar file that `ctr images import` and `seatrial cluster load-image` read.
 * Paths in the spec are relative to `baseDir`. A failed or stopped build leaves no file behind.
 */
export async function buildImage(
  spec: ImageSpec,
  output: string,
  options: { readonly baseDir: string; readonly signal?: AbortSignal },
): Promise<BuiltImage> {
  const { baseDir, signal = new AbortController().signal } = options;
  const scratchDir = await makeScratchFolder(output);
  try {
    const platform = platformOf(spec.platform);
    const layers = await writeLayers(await collectLayers(spec, { baseDir, platform, scratchDir, signal }), scratchDir, signal);
    const { config, manifest, index } = imageDocuments(fullName(spec.name), platform, spec.config ?? {}, layers);
    const archive = join(scratchDir, 'image.tar');
    await writeArchive(index, [config, manifest, ...layers], archive, signal);
    await rename(archive, output);
    return { digest: manifest.digest, sizeBytes: (await stat(output)).size };
  } catch (cause) {
    throw blame(cause, output, signal);
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

/** Beside the output, so that the finished archive is moved there in one piece and /tmp need not hold it. */
async function makeScratchFolder(output: string): Promise<string> {
  const folder = dirname(resolve(output));
  try {
    await mkdir(folder, { recursive: true });
    return await mkdtemp(join(folder, '.seatrial-image-'));
  } catch (cause) {
    throw new UsageError('option-invalid', `Output "${output}" cannot be written: ${text(cause)}. Choose a folder that you may write to.`, {
      cause,
    });
  }
}

async function writeLayers(layers: readonly Layer[], scratchDir: string, signal: AbortSignal): Promise<LayerBlob[]> {
  const blobs: LayerBlob[] = [];
  for (const [index, layer] of layers.entries()) blobs.push(await layerBlob(layer.values(), join(scratchDir, `layer-${index}`), signal));
  return blobs;
}

function fullName(name: string): string {
  const full = normalImageName(name);
  if (full !== undefined) return full;
  throw new UsageError('image-unreadable', `"${name}" is not an image name. Write it like registry.example/team/app:1.0.`);
}

function blame(cause: unknown, output: string, signal: AbortSignal): SeatrialError {
  if (cause instanceof SeatrialError) return cause;
  if (signal.aborted) return new EnvironmentError('aborted', 'Stopped on request.', { cause });
  return new EnvironmentError(
    'image-unreadable',
    `Image archive "${output}" could not be made: ${text(cause)}. See that its files can be read and the disk has room, then try again.`,
    { cause },
  );
}

function text(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
