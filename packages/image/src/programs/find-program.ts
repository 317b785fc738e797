import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';

/** The real file of a program: a name is looked up on PATH as a shell would, a path is taken from `baseDir`. */
export async function findProgram(program: string, baseDir: string, searchPath: string): Promise<string | undefined> {
  const candidates = program.includes('/')
    ? [resolve(baseDir, program)]
    : searchPath
        .split(delimiter)
        .filter((folder) => folder !== '')
        .map((folder) => join(folder, program));
  for (const candidate of candidates) {
    if (await isProgram(candidate)) return realpath(candidate);
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
