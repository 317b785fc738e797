import { createReadStream } from 'node:fs';
import { pack } from 'tar-stream';
import type { Content, Entry, FileEntry } from './entry.ts';

type Pack = ReturnType<typeof pack>;
type Header = Parameters<Pack['entry']>[0];
type Sink = ReturnType<Pack['entry']>;

/** The oldest time there is, so that the same input gives the same bytes. */
const epoch = new Date(0);
const largestTarId = 0o777777;
const chunkBytes = 256 * 1024;
/** tar-stream takes mode 0 for "not given"; the file type bit keeps it, and is masked out of the header. */
const regularFile = 0o100000;

/** Streams a tar of the entries, sorted by path, with fixed times: the same entries give the same bytes. */
export async function* tarOf(entries: Iterable<Entry>): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const filling = fill(archive, [...entries].toSorted(byPath)).catch((cause: unknown) => {
    archive.destroy(cause instanceof Error ? cause : new Error(String(cause)));
  });
  for await (const chunk of archive) if (chunk instanceof Uint8Array) yield chunk;
  await filling;
}

function byPath(a: Entry, b: Entry): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

async function fill(archive: Pack, entries: readonly Entry[]): Promise<void> {
  const firstPathOfInode = new Map<string, string>();
  for (const entry of entries) {
    const header = headerOf(entry);
    switch (entry.kind) {
      case 'folder':
        await addWithoutContent(archive, { ...header, name: entry.path === '' ? './' : `${entry.path}/`, type: 'directory' });
        break;
      case 'link':
        await addWithoutContent(archive, { ...header, type: 'symlink', linkname: entry.target });
        break;
      case 'file': {
        const first = entry.inode === undefined ? undefined : firstPathOfInode.get(entry.inode);
        if (first !== undefined) await addWithoutContent(archive, { ...header, type: 'link', linkname: first });
        else await addFile(archive, header, entry);
        if (entry.inode !== undefined && first === undefined) firstPathOfInode.set(entry.inode, entry.path);
      }
    }
  }
  archive.finalize();
}

function headerOf({ path, mode, uid, gid }: Entry): Header {
  const header = { name: path, mode: regularFile | mode, uid, gid, mtime: epoch };
  if (uid <= largestTarId && gid <= largestTarId) return header;
  return { ...header, pax: { uid: String(uid), gid: String(gid) } };
}

async function addWithoutContent(archive: Pack, header: Header): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    openEntry(archive, header, resolve, reject);
  });
}

async function addFile(archive: Pack, header: Header, { content }: FileEntry): Promise<void> {
  const size = content.kind === 'bytes' ? content.bytes.byteLength : content.sizeBytes;
  await new Promise<void>((resolve, reject) => {
    pour(content, openEntry(archive, { ...header, type: 'file', size }, resolve, reject)).catch(reject);
  });
}

/** tar-stream reports trouble twice, and an 'error' event without a listener would end the process. */
function openEntry(archive: Pack, header: Header, resolve: () => void, reject: (cause: unknown) => void): Sink {
  const sink = archive.entry(header, (error) => (error ? reject(error) : resolve()));
  sink.on('error', reject);
  return sink;
}

async function pour(content: Content, sink: Sink): Promise<void> {
  // Whoever reads the tar may also stop reading: then the sink closes and never drains.
  const closed = new Promise<void>((resolve) => sink.once('close', resolve));
  for await (const chunk of chunksOf(content)) {
    if (!sink.write(chunk)) await Promise.race([drained(sink), closed]);
    if (sink.destroyed) return;
  }
  sink.end(null);
}

async function drained(sink: Sink): Promise<void> {
  await new Promise<void>((resolve) => sink.once('drain', resolve));
}

async function* chunksOf(content: Content): AsyncGenerator<Uint8Array> {
  if (content.kind === 'bytes') yield Buffer.from(content.bytes);
  else if (content.sizeBytes > 0) yield* readExactly(content.file, content.sizeBytes);
}

/** Not past the size in the header: a file that grows meanwhile, such as a log, does not break the archive. */
async function* readExactly(file: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let missing = sizeBytes;
  for await (const chunk of createReadStream(file, { end: sizeBytes - 1, highWaterMark: chunkBytes })) {
    if (!(chunk instanceof Uint8Array)) continue;
    missing -= chunk.byteLength;
    yield chunk;
  }
  if (missing > 0) throw new Error(`"${file}" became ${missing} bytes shorter while it was read`);
}
