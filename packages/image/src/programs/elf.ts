import { open, type FileHandle } from 'node:fs/promises';

/** What the head of a Linux program says: what it runs on, and the loader it asks for (none if it is static). */
export interface Elf {
  /** In the words of OCI, or undefined for a machine that it has no word for. */
  readonly architecture: string | undefined;
  readonly interpreter: string | undefined;
}

/** Numbers from the ELF specification (e_machine). */
const architectures = new Map([
  [3, '386'],
  [21, 'ppc64le'],
  [22, 's390x'],
  [40, 'arm'],
  [62, 'amd64'],
  [183, 'arm64'],
  [243, 'riscv64'],
]);
const magic = '\x7fELF';
const headerBytes = 64;
const interpreterSegment = 3;

/** Reads the head of a program file; undefined if it is not ELF (a script, a Mach-O file). */
export async function readElf(path: string): Promise<Elf | undefined> {
  const file = await open(path);
  try {
    const header = await read(file, 0, headerBytes);
    if (header.length < headerBytes || header.toString('latin1', 0, 4) !== magic) return undefined;
    const numbers = new ElfNumbers(header[4] === 2, header[5] === 1);
    return { architecture: architectures.get(numbers.half(header, 18)), interpreter: await readInterpreter(file, header, numbers) };
  } finally {
    await file.close();
  }
}

async function readInterpreter(file: FileHandle, header: Buffer, numbers: ElfNumbers): Promise<string | undefined> {
  const { is64 } = numbers;
  const tableOffset = numbers.word(header, is64 ? 32 : 28);
  const segmentBytes = numbers.half(header, is64 ? 54 : 42);
  const segments = numbers.half(header, is64 ? 56 : 44);
  const table = await read(file, tableOffset, segmentBytes * segments);
  for (let segment = 0; segment < segments; segment += 1) {
    const at = segment * segmentBytes;
    if (at + segmentBytes > table.length) break;
    if (numbers.int(table, at) !== interpreterSegment) continue;
    const offset = numbers.word(table, at + (is64 ? 8 : 4));
    const size = numbers.word(table, at + (is64 ? 32 : 16));
    return (await read(file, offset, size)).toString('utf8').replace(/\0.*$/s, '');
  }
  return undefined;
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Numbers as wide, and in the byte order, that the file's head says. */
class ElfNumbers {
  readonly is64: boolean;
  readonly #isLittleEndian: boolean;
  constructor(is64: boolean, isLittleEndian: boolean) {
    this.is64 = is64;
    this.#isLittleEndian = isLittleEndian;
  }
  half(bytes: Buffer, at: number): number {
    return this.#isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  }
  int(bytes: Buffer, at: number): number {
    return this.#isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }
  word(bytes: Buffer, at: number): number {
    if (!this.is64) return this.int(bytes, at);
    return Number(this.#isLittleEndian ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  }
}
