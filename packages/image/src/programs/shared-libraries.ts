import { posix } from 'node:path';
import { EnvironmentError } from '@seatrial/contract';
import { howToGet } from './apt-packages.ts';
import { runProgram } from './run-program.ts';

/** A library that a program loads: the name it asks for, and the file of this machine that answers to it. */
export interface SharedLibrary {
  readonly name: string;
  /** Undefined: this machine does not have it. */
  readonly file: string | undefined;
}

/** Lists what the loader of this machine would load for a dynamic program, by asking `ldd`. */
export async function sharedLibraries(program: string, place: string, signal: AbortSignal): Promise<readonly SharedLibrary[]> {
  const answer = await runProgram('ldd', [program], { cwd: '/', env: { LC_ALL: 'C' }, signal });
  switch (answer.kind) {
    case 'missing':
      throw new EnvironmentError(
        'prerequisite-missing',
        `${place}  "ldd" is not on this machine, and the libraries of "${program}" cannot be found without it. ${howToGet('ldd')}`,
      );
    case 'failed':
      throw new EnvironmentError(
        'prerequisite-missing',
        `${place}  ldd cannot list the libraries of "${program}": ${answer.output}. Bring the files with "from" steps instead.`,
      );
    case 'done':
      return found(parseLdd(answer.stdout), program, place);
  }
}

function found(libraries: readonly SharedLibrary[], program: string, place: string): readonly SharedLibrary[] {
  const missing = libraries.filter(({ file }) => file === undefined).map(({ name }) => name);
  if (missing.length === 0) return libraries;
  throw new EnvironmentError(
    'prerequisite-missing',
    `${place}  "${program}" needs ${missing.join(', ')}, which this machine does not have. Find the package with apt-file search ${missing[0]}, and install it.`,
  );
}

/** Reads what ldd of glibc or musl prints; the kernel's own linux-vdso is not a file and left out. */
export function parseLdd(output: string): readonly SharedLibrary[] {
  const libraries: SharedLibrary[] = [];
  for (const line of output.split('\n')) {
    const [, name = '', file] = /^\s+(\S+)(?: => (.+?))?(?: \(0x[0-9a-f]+\))?$/.exec(line) ?? [];
    if (file === 'not found') libraries.push({ name, file: undefined });
    else if (file !== undefined) libraries.push({ name: posix.basename(name), file });
    else if (name.startsWith('/')) libraries.push({ name: posix.basename(name), file: name });
  }
  return libraries;
}
