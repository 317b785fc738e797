import { chmod, link, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildImage } from './build-image.ts';
import type { ImageSpec } from './image-spec.ts';
import type { Step } from './steps/table.ts';
import { listing, readArchive } from './testdata/read-archive.ts';

const me = `${process.getuid?.()}:${process.getgid?.()}`;
let baseDir: string;
let output: string;

beforeEach(async () => {
  baseDir = await mkdtemp(join(tmpdir(), 'build-image-'));
  output = join(baseDir, 'out/app.tar');
});
afterEach(async () => {
  await rm(baseDir, { recursive: true });
});

describe('the archive', () => {
  it('is an OCI layout whose digests and sizes are true', async () => {
    const config = {
      entrypoint: ['/app/run'],
      cmd: ['--all'],
      env: { LOG_LEVEL: 'info' },
      user: '10001:10001',
      workdir: '/app',
      ports: [8080],
    };
    const { digest, sizeBytes } = await build([{ text: 'run', to: '/app/run', mode: '0755' }], { config, platform: 'linux/arm/v7' });

    const archive = await readArchive(output);
    expect((await stat(output)).size).toBe(sizeBytes);
    expect(archive.names.slice(0, 2)).toEqual(['blobs/', 'blobs/sha256/']);
    expect(archive.names.slice(-2)).toEqual(['index.json', 'oci-layout']);
    expect(archive.index.manifests).toMatchObject([
      {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest,
        platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
        annotations: {
          'io.containerd.image.name': 'docker.io/library/app:1',
          'org.opencontainers.image.ref.name': 'docker.io/library/app:1',
        },
      },
    ]);
    expect(archive.config).toEqual({
      created: '1970-01-01T00:00:00Z',
      os: 'linux',
      architecture: 'arm',
      variant: 'v7',
      config: {
        User: '10001:10001',
        ExposedPorts: { '8080/tcp': {} },
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LOG_LEVEL=info'],
        Entrypoint: ['/app/run'],
        Cmd: ['--all'],
        WorkingDir: '/app',
      },
      rootfs: { type: 'layers', diff_ids: [expect.stringMatching(/^sha256:/)] },
    });
  });

  it('is the same for the same input, whatever the times of the files', async () => {
    await mkdir(join(baseDir, 'site'));
    for (const name of ['b', 'a', 'c']) await writeFile(join(baseDir, 'site', name), name);
    const first = await build([{ from: 'site', to: '/site' }]);
    await utimes(join(baseDir, 'site/a'), 1, 1);
    await chmod(join(baseDir, 'site/b'), 0o600);

    expect(await build([{ from: 'site', to: '/site' }])).toEqual(first);
  });

  it('differs when a byte differs', async () => {
    const first = await build([{ text: 'a', to: '/x' }]);

    expect((await build([{ text: 'b', to: '/x' }])).digest).not.toBe(first.digest);
  });
});

describe('what is in the image', () => {
  it('has files, links and folders with their modes and owners, sorted, with fixed times', async () => {
    await build([
      { dir: '/tmp', mode: '1777' },
      { text: 'hello', to: '/etc/motd' },
      { text: 'secret', to: '/etc/key', mode: '0400', owner: '10001:10002' },
      { text: '', to: '/etc/closed', mode: '0000' },
      { link: '/bin/busybox', to: '/bin/sh' },
      { dir: '/data', owner: '1000680000:0' },
    ]);

    const [layer = []] = (await readArchive(output)).layers;
    expect(listing(layer)).toEqual([
      'directory 755 0:0 bin/',
      'symlink 777 0:0 bin/sh -> /bin/busybox',
      // tar-stream's reader does not apply the pax record that holds the large id; the header has its largest number.
      expect.stringMatching(/^directory 755 \d+:0 data\/$/),
      'directory 755 0:0 etc/',
      'file 0 0:0 etc/closed 0',
      'file 400 10001:10002 etc/key 6',
      'file 644 0:0 etc/motd 5',
      'directory 1777 0:0 tmp/',
    ]);
    expect(new Set(layer.map(({ mtime }) => mtime))).toEqual(new Set([0]));
  });

  it('takes a folder with its links, and plain modes that do not show the umask', async () => {
    await mkdir(join(baseDir, 'app/bin'), { recursive: true, mode: 0o700 });
    await writeFile(join(baseDir, 'app/bin/run'), '#!/bin/sh\n', { mode: 0o700 });
    await writeFile(join(baseDir, 'app/settings'), '', { mode: 0o600 });
    await symlink('bin/run', join(baseDir, 'app/start'));
    await build([{ from: 'app', to: '/opt/app', owner: '5:6' }]);

    expect(listing((await readArchive(output)).layers.flat())).toEqual([
      'directory 755 0:0 opt/',
      'directory 755 5:6 opt/app/',
      'directory 755 5:6 opt/app/bin/',
      'file 755 5:6 opt/app/bin/run 10',
      'file 644 5:6 opt/app/settings 0',
      'symlink 777 5:6 opt/app/start -> bin/run',
    ]);
  });

  it('takes a root folder as it is: owners, modes, hard links', async () => {
    const source = join(baseDir, 'debian');
    await mkdir(join(source, 'usr/bin'), { recursive: true });
    await chmod(join(source, 'usr'), 0o750);
    await writeFile(join(source, 'usr/bin/perl'), 'perl');
    await chmod(join(source, 'usr/bin/perl'), 0o4711);
    await link(join(source, 'usr/bin/perl'), join(source, 'usr/bin/perl5'));
    await symlink('usr/bin', join(source, 'bin'));
    await chmod(join(source, 'usr/bin'), 0o755);
    await chmod(source, 0o755);
    await build([
      { root: 'debian', to: '/' },
      { text: 'x', to: '/bin/tool' },
    ]);

    const [base = [], files = []] = (await readArchive(output)).layers;
    expect(listing(base)).toEqual([
      `directory 755 ${me} ./`,
      `symlink 777 ${me} bin -> usr/bin`,
      `directory 750 ${me} usr/`,
      `directory 755 ${me} usr/bin/`,
      `file 4711 ${me} usr/bin/perl 4`,
      `link 4711 ${me} usr/bin/perl5 -> usr/bin/perl`,
    ]);
    expect(listing(files)).toEqual(['file 644 0:0 usr/bin/tool 1']);
  });

  it('keeps names that a plain tar header cannot hold', async () => {
    const long = `/${'d'.repeat(90)}/${'f'.repeat(120)}`;
    await build([
      { text: 'x', to: long },
      { text: 'y', to: '/größe' },
    ]);

    const names = (await readArchive(output)).layers.flat().map(({ name }) => `/${name}`);
    expect(names).toEqual([`/${'d'.repeat(90)}/`, long, '/größe']);
  });

  it('puts neighbouring steps of one group into one layer', async () => {
    await writeFile(join(baseDir, 'a'), 'a');
    await mkdir(join(baseDir, 'r'));
    await build([
      { text: 'x', to: '/x' },
      { from: 'a', to: '/a' },
      { root: 'r', to: '/r' },
      { link: '/a', to: '/b' },
    ]);

    const { layers } = await readArchive(output);
    expect(layers.map((layer) => layer.map(({ name }) => name))).toEqual([['a', 'x'], ['r/'], ['b']]);
  });
});

describe('a build that cannot be done', () => {
  it.each<[string, Step, { code: string; message: string }]>([
    [
      'a misspelt file',
      { from: 'dist/mian.js', to: '/main.js' },
      {
        code: 'path-missing',
        message: 'files[0]  from "dist/mian.js" does not exist in "BASE/dist". Closest: "main.js". Build it first, or correct the path.',
      },
    ],
    [
      'a missing folder',
      { from: 'build/main.js', to: '/main.js' },
      {
        code: 'path-missing',
        message: 'files[0]  from "build/main.js" does not exist: there is no folder "BASE/build". Build it first, or correct the path.',
      },
    ],
    [
      'a file as root',
      { root: 'dist/main.js', to: '/' },
      { code: 'path-missing', message: 'files[0]  root "dist/main.js" is a file. Name a folder, or use "from" for a single file.' },
    ],
    [
      'a path that climbs out',
      { text: 'x', to: '/app/../../etc/passwd' },
      {
        code: 'image-unreadable',
        message: 'files[0]  to "/app/../../etc/passwd" climbs with "..". Write the place in the image without it.',
      },
    ],
    [
      'a file in the place of the root folder',
      { from: 'dist/main.js', to: '/' },
      {
        code: 'image-unreadable',
        message:
          'files[0]  / is a folder in the image, so no file or link can take its place. Choose another "to"; if a "root" step brings it, put that step first.',
      },
    ],
  ])('names value, place and fix of %s', async (_, step, expected) => {
    await mkdir(join(baseDir, 'dist'));
    await writeFile(join(baseDir, 'dist/main.js'), '');

    const error = await build([step]).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ ...expected, message: expected.message.replaceAll('BASE', baseDir) });
    expect(await readdir(join(baseDir, 'out'))).toEqual([]);
  });

  it('stops on request and leaves nothing behind', async () => {
    const signal = AbortSignal.abort();

    await expect(buildImage({ name: 'app:1', files: [{ text: 'x', to: '/x' }] }, output, { baseDir, signal })).rejects.toMatchObject({
      code: 'aborted',
      message: 'Stopped on request.',
    });
    expect(await readdir(join(baseDir, 'out'))).toEqual([]);
  });

  it('says why the output cannot be written', async () => {
    await writeFile(join(baseDir, 'out'), '');

    await expect(build([{ text: 'x', to: '/x' }])).rejects.toMatchObject({
      code: 'option-invalid',
      message: `Output "${output}" cannot be written: EEXIST: file already exists, mkdir '${join(baseDir, 'out')}'. Choose a folder that you may write to.`,
    });
  });
});

function build(files: ImageSpec['files'], rest: Partial<ImageSpec> = {}) {
  return buildImage({ name: 'app:1', files, ...rest }, output, { baseDir });
}
