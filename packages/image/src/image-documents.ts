import { jsonBlob, type Blob, type LayerBlob } from './blob.ts';
import type { ImageConfig } from './image-spec.ts';
import type { Platform } from './platform.ts';

/** What the archive says about the image beside its layers. Formats: github.com/opencontainers/image-spec v1.1. */
export interface ImageDocuments {
  readonly config: Blob;
  readonly manifest: Blob;
  readonly index: unknown;
}

/** What shells and runtimes assume when nothing is said; a program named without a path is looked up in it. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function imageDocuments(name: string, platform: Platform, config: ImageConfig, layers: readonly LayerBlob[]): ImageDocuments {
  const configBlob = jsonBlob('application/vnd.oci.image.config.v1+json', {
    created: '1970-01-01T00:00:00Z',
    ...platform,
    config: runConfig(config),
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  });
  const manifest = jsonBlob('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor(configBlob),
    layers: layers.map(descriptor),
  });
  // containerd takes the name from its own annotation, other tools from the standard one.
  const annotations = { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': name };
  const index = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ ...descriptor(manifest), platform, annotations }],
  };
  return { config: configBlob, manifest, index };
}

function descriptor({ mediaType, digest, sizeBytes }: Blob): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest, size: sizeBytes };
}

/** Undefined fields vanish in JSON. */
function runConfig({ entrypoint, cmd, env = {}, user, workdir, ports }: ImageConfig): unknown {
  return {
    User: user,
    ExposedPorts: ports && Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])),
    Env: Object.entries({ PATH: defaultPath, ...env }).map(([key, value]) => `${key}=${value}`),
    Entrypoint: entrypoint,
    Cmd: cmd,
    WorkingDir: workdir,
  };
}
