import { chmod, copyFile, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../entry.ts';
import { platformOf } from '../platform.ts';
import { readElf } from '../programs/elf.ts';
import { parseLdd } from '../programs/shared-libraries.ts';
import { binaryStep } from './binary.ts';
import { goStep } from './go.ts';

let scratchDir: string;
beforeEach(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), 'binary-step-'));
});
afterEach(async () => {
  await rm(scratchDir, { recursive: true });
});

describe.runIf(process.platform === 'linux')('a program of this machine', () => {
  it('comes with the loader it names and the libraries it needs', async () => {
    const entries = await collect({ binary: process.execPath, to: '/usr/local/bin/node' });

    const interpreter = (await readElf(await realpath(process.execPath)))?.interpreter ?? 'none';
    expect(entries[0]).toMatchObject({ path: 'usr/local/bin/node', mode: 0o755, content: { file: await realpath(process.execPath) } });
    expect(entries.map(({ path }) => `/${path}`)).toContain(interpreter);
    expect(entries.map(({ path }) => path.split('/').at(-1))).toEqual(expect.arrayContaining([expect.stringMatching(/^libc\./)]));
    expect(new Set(entries.map(({ path }) => path)).size).toBe(entries.length);
  });

  it('is found on PATH under its own name', async () => {
    const [program] = await collect({ binary: 'sh', to: '/bin/sh' });

    expect(program).toMatchObject({ path: 'bin/sh', content: { file: await realpath('/bin/sh') } });
  });

  it('says how to get a program that is missing', async () => {
    await expect(collect({ binary: 'psql', to: '/psql' }, '/nowhere')).rejects.toMatchObject({
      code: 'prerequisite-missing',
      message: 'image.yaml:4  binary "psql" is not a program on the PATH of this machine. Install it: apt-get install -y postgresql-client',
    });
    await expect(collect({ binary: './tool', to: '/tool' })).rejects.toMatchObject({
      message: 'image.yaml:4  binary "./tool" is not a program file on this machine. Install it, or bring its file with a "from" step.',
    });
  });

  it('refuses a script and says what to do', async () => {
    const script = join(scratchDir, 'start');
    await writeFile(script, '#!/usr/bin/env bash\necho hello\n', { mode: 0o755 });

    await expect(collect({ binary: './start', to: '/start' })).rejects.toMatchObject({
      code: 'image-unreadable',
      message: `image.yaml:4  binary "./start" (${script}) is a script (#!/usr/bin/env bash). Name the program that it starts by its path, or bring the script with "from" and its interpreter with "binary".`,
    });
  });

  it('refuses a program for another machine', async () => {
    const other = process.arch === 's390x' ? 'linux/amd64' : 'linux/s390x';
    const program = join(scratchDir, 'node-copy');
    await copyFile(await realpath('/bin/sh'), program);
    await chmod(program, 0o755);

    await expect(collect({ binary: './node-copy', to: '/sh' }, undefined, other)).rejects.toMatchObject({
      code: 'image-unreadable',
      message: `image.yaml:4  binary "./node-copy" (${program}) is a program for ${platformOf(undefined).architecture}, but the image is for ${other}. Correct "platform", or bring a program made for it with a "from" step.`,
    });
  });
});

describe('a Go program', () => {
  it('is built static, and comes without libraries', { timeout: 120_000 }, async () => {
    await writeFile(join(scratchDir, 'go.mod'), 'module example.org/hello\n\ngo 1.21\n');
    await writeFile(join(scratchDir, 'main.go'), 'package main\n\nfunc main() { println("hello") }\n');
    const [program, ...rest] = await goStep.collect({ go: '.', to: '/hello' }, context('linux/arm64'));

    expect(rest).toEqual([]);
    expect(program).toMatchObject({ path: 'hello', mode: 0o755 });
    expect(await readElf(fileOf(program))).toEqual({ architecture: 'arm64', interpreter: undefined });
  });

  it('shows what the compiler said', { timeout: 120_000 }, async () => {
    await writeFile(join(scratchDir, 'go.mod'), 'module example.org/hello\n\ngo 1.21\n');
    await writeFile(join(scratchDir, 'main.go'), 'package main\n\nfunc main() { helo() }\n');

    await expect(goStep.collect({ go: '.', to: '/hello' }, context())).rejects.toMatchObject({
      code: 'binary-build-failed',
      message: `image.yaml:4  go "." does not build. Mend it; go build in ${scratchDir} said:\n# example.org/hello\n./main.go:3:15: undefined: helo`,
    });
  });
});

it('reads what ldd prints', () => {
  const glibc = `\tlinux-vdso.so.1 (0x00007f30ab481000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f30aaf3e000)
\tlibpq.so.5 => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f30ab483000)
`;
  const musl = `\t/lib/ld-musl-x86_64.so.1 (0x7f1f0f1d6000)
\tlibc.musl-x86_64.so.1 => /lib/ld-musl-x86_64.so.1 (0x7f1f0f1d6000)
`;

  expect(parseLdd(glibc)).toEqual([
    { name: 'libc.so.6', file: '/lib/x86_64-linux-gnu/libc.so.6' },
    { name: 'libpq.so.5', file: undefined },
    { name: 'ld-linux-x86-64.so.2', file: '/lib64/ld-linux-x86-64.so.2' },
  ]);
  expect(parseLdd(musl)).toEqual([
    { name: 'ld-musl-x86_64.so.1', file: '/lib/ld-musl-x86_64.so.1' },
    { name: 'libc.musl-x86_64.so.1', file: '/lib/ld-musl-x86_64.so.1' },
  ]);
});

async function collect(step: { binary: string; to: string }, searchPath = process.env['PATH'], platform?: string): Promise<Entry[]> {
  const before = process.env['PATH'];
  process.env['PATH'] = searchPath;
  try {
    return await binaryStep.collect(step, context(platform));
  } finally {
    process.env['PATH'] = before;
  }
}

function context(platform?: string) {
  return { baseDir: scratchDir, place: 'image.yaml:4', platform: platformOf(platform), scratchDir, signal: new AbortController().signal };
}

function fileOf(entry: Entry | undefined): string {
  return entry?.kind === 'file' && entry.content.kind === 'disk' ? entry.content.file : '';
}
