import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { EnvironmentError, UsageError } from '@seatrial/contract';
import { z } from 'zod';
import { root, type Entry } from '../entry.ts';
import { platformText } from '../platform.ts';
import { howToGet } from '../programs/apt-packages.ts';
import { readElf, type Elf } from '../programs/elf.ts';
import { findProgram } from '../programs/find-program.ts';
import { sharedLibraries, type SharedLibrary } from '../programs/shared-libraries.ts';
import { sourceStat } from '../source-stat.ts';
import { imagePath, mode, owner, text } from '../spec-text.ts';
import { defineStep, entryPath, type StepContext } from './define-step.ts';

/** A program of this machine, with the loader and the shared libraries that it needs to start. */
export const binaryStep = defineStep({
  key: 'binary',
  layer: 'programs',
  schema: z.strictObject({ binary: text('binary: node'), to: imagePath('to: /usr/local/bin/node'), mode, owner }),
  async collect(step, context) {
    const program = await locate(step.binary, context);
    const elf = await readProgram(program, step.binary, context);
    const file = await fileEntry(program, entryPath(step.to), step.mode ?? 0o755, context);
    return [{ ...file, ...step.owner }, ...(await librariesOf(program, elf, context))];
  },
});

async function locate(name: string, { baseDir, place }: StepContext): Promise<string> {
  const program = await findProgram(name, baseDir, process.env['PATH'] ?? '');
  if (program !== undefined) return program;
  const where = name.includes('/') ? 'is not a program file on this machine' : 'is not a program on the PATH of this machine';
  throw new EnvironmentError('prerequisite-missing', `${place}  binary "${name}" ${where}. ${howToGet(posix.basename(name))}`);
}

async function readProgram(program: string, name: string, { place, platform }: StepContext): Promise<Elf> {
  const elf = await readElf(program);
  if (elf === undefined) throw new UsageError('image-unreadable', `${place}  binary "${name}" (${program}) ${await whatItIs(program)}`);
  if (elf.architecture === platform.architecture) return elf;
  throw new UsageError(
    'image-unreadable',
    `${place}  binary "${name}" (${program}) is a program for ${elf.architecture ?? 'another machine'}, but the image is for ${platformText(platform)}. Correct "platform", or bring a program made for it with a "from" step.`,
  );
}

async function whatItIs(program: string): Promise<string> {
  const [firstLine = ''] = (await readFile(program, 'latin1')).split('\n', 1);
  if (!firstLine.startsWith('#!')) return 'is not a Linux program. Bring it with a "from" step if it is data.';
  return `is a script (${firstLine}). Name the program that it starts by its path, or bring the script with "from" and its interpreter with "binary".`;
}

async function librariesOf(program: string, { interpreter }: Elf, context: StepContext): Promise<Entry[]> {
  if (interpreter === undefined) return [];
  const libraries = (await sharedLibraries(program, context.place, context.signal)).filter(
    ({ name }) => name !== posix.basename(interpreter),
  );
  const folder = loaderFolder(libraries, interpreter);
  const entries = [await fileEntry(interpreter, entryPath(interpreter), 0o755, context)];
  for (const { name, file = '' } of libraries) entries.push(await fileEntry(file, entryPath(posix.join(folder, name)), 0o644, context));
  return entries;
}

/**
 * Where the loader looks without being told: the folder that libc is in. All libraries go there, because an image has no
 * ld.so.cache, and a path relative to the program ($ORIGIN) may not hold at its new place.
 */
function loaderFolder(libraries: readonly SharedLibrary[], interpreter: string): string {
  const libc = libraries.find(({ name }) => name === 'libc.so.6')?.file;
  return posix.dirname(libc ?? interpreter);
}

async function fileEntry(file: string, path: string, fileMode: number, { place }: StepContext): Promise<Entry> {
  const { size } = await sourceStat(file, `"${file}"`, place);
  return { kind: 'file', path, mode: fileMode, ...root, content: { kind: 'disk', file, sizeBytes: size } };
}
