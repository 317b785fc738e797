import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeObject } from '@seatrial/contract';
import { readChange } from './read-change.ts';

const OPTIONS = { defaultNamespace: 'default' };
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'read-change-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

test('hidden folders, node_modules and files of other types are left out; hidden files are read', async () => {
  await write('b.yaml', configMap('b'));
  await write('a/z.yml', configMap('z'));
  await write('.hidden.yaml', configMap('hidden-file'));
  await write('.git/a.yaml', configMap('hidden'));
  await write('node_modules/a.yaml', configMap('module'));
  await write('a.txt', configMap('text'));

  expect((await read(dir)).objects).toEqual(['.hidden.yaml hidden-file', 'a/z.yml z', 'b.yaml b']);
});

test('a folder that is given by name is read even if it is hidden', async () => {
  await write('.deploy/a.yaml', configMap('a'));

  expect((await read(join(dir, '.deploy'))).objects).toEqual(['.deploy/a.yaml a']);
});

test('links to files in the folder are followed, once per file; links out of it are not, and are told', async () => {
  await write('out.yaml', configMap('out'));
  await write('change/..data/a.yaml', configMap('a'));
  await symlink('..data/a.yaml', join(dir, 'change/a.yaml'));
  await symlink('a.yaml', join(dir, 'change/again.yaml'));
  await symlink('../out.yaml', join(dir, 'change/out.yaml'));
  await symlink('..', join(dir, 'change/parent'));
  await symlink('.', join(dir, 'change/self'));
  await symlink('gone.yaml', join(dir, 'change/dangling.yaml'));

  expect(await read(join(dir, 'change'))).toEqual({
    objects: ['change/a.yaml a'],
    diagnostics: [],
    ignored: ['change/dangling.yaml', 'change/out.yaml', 'change/parent'],
  });
});

test('a file that several paths lead to is read once, in the order of the paths', async () => {
  await write('b.yaml', configMap('b'));
  await write('a.yaml', configMap('a'));

  expect((await read(join(dir, 'b.yaml'), dir, `${dir}/./a.yaml`)).objects).toEqual(['b.yaml b', 'a.yaml a']);
});

test('paths that are excluded are not even looked at', async () => {
  await write('a.yaml', configMap('a'));
  await write('b.yaml', 'a: [');
  await write('terraform/main.tf', '');
  const { objects, diagnostics } = await readChange([dir], { ...OPTIONS, exclude: [join(dir, 'b.yaml'), join(dir, 'terraform')] });

  expect(objects.map(nameOf)).toEqual(['a.yaml a']);
  expect(diagnostics).toEqual([]);
});

test('a file of another tool that is given by name must say why nothing is taken from it', async () => {
  await write('package.json', '{"name": "a"}');
  await write('a.yaml', configMap('a'));

  expect(await read(join(dir, 'package.json'), join(dir, 'a.yaml'))).toEqual({
    objects: ['a.yaml a'],
    diagnostics: [
      'package.json:1:1  This is no Kubernetes object: apiVersion and kind are missing. Write apiVersion, kind and metadata.name, or leave it out.',
    ],
    ignored: [],
  });
});

test.each([
  ['of more than 10 MB', `# ${'x'.repeat(10 * 1024 * 1024)}`, 'This file has 10.0 MB, and at most 10 MB are read. Split it.'],
  [
    'in UTF-16',
    Buffer.from(`\ufeff${configMap('a')}`, 'utf16le'),
    'This file is no UTF-8 text. Save it as UTF-8; PowerShell writes that with Out-File -Encoding utf8.',
  ],
  [
    'nested too deep for any parser',
    `apiVersion: v1\nx: ${'['.repeat(100_000)}`,
    'Lists or mappings are nested more than 1000 deep here. Write it flatter.',
  ],
])('a file %s is a diagnostic, and the others are read', async (_, content, message) => {
  await write('a.yaml', content);
  await write('b.yaml', configMap('b'));
  const { objects, diagnostics } = await readChange([dir], OPTIONS);

  expect(objects.map(nameOf)).toEqual(['b.yaml b']);
  expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message]);
});

test('a byte order mark and Windows line ends do no harm', async () => {
  await write('a.yaml', `\ufeff${configMap('a').replaceAll('\n', '\r\n')}`);
  const { objects } = await readChange([dir], OPTIONS);

  expect(objects.map(({ object }) => object)).toEqual([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } },
  ]);
  expect(objects[0]?.fields.get('metadata.name')).toEqual({ file: join(dir, 'a.yaml'), line: 4, column: 3 });
});

test('a file that cannot be opened, such as a socket, is a diagnostic', async () => {
  const server = createServer().listen(join(dir, 'a.yaml'));
  await once(server, 'listening');
  const { diagnostics } = await read(join(dir, 'a.yaml')).finally(() => server.close());

  expect(diagnostics).toEqual([
    `a.yaml:1:1  This file cannot be read: ENXIO: no such device or address, open '${dir}/a.yaml'. Mend that, or leave it out.`,
  ]);
});

test('a signal that is aborted stops the reading', async () => {
  await write('a.yaml', configMap('a'));

  await expect(readChange([dir], { ...OPTIONS, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
});

test('a path that does not exist is told with where it was looked for and what is near', async () => {
  await write('deploy/a.yaml', configMap('a'));

  await expect(readChange([join(dir, 'deplyo')], OPTIONS)).rejects.toMatchObject({
    code: 'path-missing',
    message: `${dir}/deplyo does not exist in ${dir}. Closest: "deploy". Give a YAML or JSON file, or a folder of such files.`,
  });
  await expect(readChange([join(dir, 'a/b')], OPTIONS)).rejects.toMatchObject({
    code: 'path-missing',
    message: `${dir}/a/b does not exist: there is no folder ${dir}/a. Give a YAML or JSON file, or a folder of such files.`,
  });
});

test('a Helm chart deeper in a folder is refused, and so is a file of it that is given by name', async () => {
  await write('app.yaml', configMap('a'));
  await write('charts/web/Chart.yaml', '');
  const refusal = {
    code: 'change-unsupported',
    message: `${dir}/charts/web is a Helm chart, which this version does not read. Render it and give the file: helm template ${dir}/charts/web > rendered.yaml`,
  };

  await expect(readChange([dir], OPTIONS)).rejects.toMatchObject(refusal);
  await expect(readChange([join(dir, 'charts/web/Chart.yaml')], OPTIONS)).rejects.toMatchObject(refusal);
});

async function read(...paths: readonly string[]) {
  const { objects, diagnostics, ignored } = await readChange(paths, OPTIONS);
  return {
    objects: objects.map(nameOf),
    diagnostics: diagnostics.map(
      ({ message, position }) => `${relative(position?.file)}:${position?.line}:${position?.column}  ${message}`,
    ),
    ignored: ignored.map(relative),
  };
}

function nameOf({ object, position }: ChangeObject): string {
  return `${relative(position.file)} ${object.metadata.name}`;
}

function relative(file = ''): string {
  return file.slice(dir.length + 1);
}

async function write(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), content);
}

function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
}
