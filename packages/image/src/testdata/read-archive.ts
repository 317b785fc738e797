import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';

export interface TarEntry {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly linkname: string;
  readonly mtime: number;
  readonly bytes: Buffer;
}

interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

export interface Archive {
  readonly names: readonly string[];
  readonly index: { manifests: (Descriptor & { annotations: Record<string, string>; platform: unknown })[] };
  readonly manifest: { config: Descriptor; layers: Descriptor[] };
  readonly config: { config: unknown; rootfs: { diff_ids: string[] }; os: string; architecture: string };
  readonly layers: readonly (readonly TarEntry[])[];
}

/** Reads an image archive as a container runtime would, and fails if a digest or size in it is not true. */
export async function readArchive(file: string): Promise<Archive> {
  const entries = await readTar(await readFile(file));
  const bytesOf = new Map(entries.map(({ name, bytes }) => [name, bytes]));
  const blob = ({ digest, size }: Descriptor): Buffer => {
    const bytes = bytesOf.get(`blobs/${digest.replace(':', '/')}`);
    if (bytes === undefined) throw new Error(`${digest} is not in the archive`);
    if (sha256(bytes) !== digest) throw new Error(`${digest} holds bytes of ${sha256(bytes)}`);
    if (bytes.length !== size) throw new Error(`${digest} is said to have ${size} bytes and has ${bytes.length}`);
    return bytes;
  };
  const json = (bytes: Buffer | undefined) => JSON.parse(String(bytes));
  if (json(bytesOf.get('oci-layout')).imageLayoutVersion !== '1.0.0') throw new Error('oci-layout is missing');
  const index = json(bytesOf.get('index.json'));
  const manifest = json(blob(index.manifests[0]));
  const config = json(blob(manifest.config));
  const plain = manifest.layers.map((layer: Descriptor) => gunzipSync(blob(layer)));
  if (String(plain.map(sha256)) !== String(config.rootfs.diff_ids)) throw new Error('diff_ids are not those of the layers');
  return { names: entries.map(({ name }) => name), index, manifest, config, layers: await Promise.all(plain.map(readTar)) };
}

async function readTar(bytes: Buffer): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  const tar = extract();
  tar.end(bytes);
  for await (const entry of tar) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(Buffer.from(chunk as Uint8Array));
    const { name, type, mode = 0, uid = 0, gid = 0, linkname, mtime } = entry.header;
    entries.push({ name, type, mode, uid, gid, linkname: linkname ?? '', mtime: mtime.getTime(), bytes: Buffer.concat(chunks) });
  }
  return entries;
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** One line per entry, as `ls -l` would show it. */
export function listing(entries: readonly TarEntry[]): string[] {
  return entries.map(({ name, type, mode, uid, gid, linkname, bytes }) => {
    const shown = type === 'file' ? ` ${bytes.length}` : '';
    const target = linkname === '' ? '' : ` -> ${linkname}`;
    return `${type} ${mode.toString(8)} ${uid}:${gid} ${name}${target}${shown}`;
  });
}
