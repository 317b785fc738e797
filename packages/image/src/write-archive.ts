import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Blob } from './blob.ts';
import { root, type Content, type Entry } from './entry.ts';
import { tarOf } from './tar-of.ts';

/** Writes an OCI image layout as one tar file. */
export async function writeArchive(index: unknown, blobs: readonly Blob[], file: string, signal: AbortSignal): Promise<void> {
  const entries: Entry[] = [
    folder('blobs'),
    folder('blobs/sha256'),
    // Equal layers have one digest and so one place.
    ...new Map(blobs.map((blob) => [blob.digest, archived(blobPath(blob.digest), blob.content)])).values(),
    archived('index.json', json(index)),
    archived('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
  ];
  await pipeline(tarOf(entries), createWriteStream(file), { signal });
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function folder(path: string): Entry {
  return { kind: 'folder', path, mode: 0o755, ...root, onlyIfMissing: true };
}

function archived(path: string, content: Content): Entry {
  return { kind: 'file', path, mode: 0o644, ...root, content };
}

function json(value: unknown): Content {
  return { kind: 'bytes', bytes: Buffer.from(JSON.stringify(value)) };
}
