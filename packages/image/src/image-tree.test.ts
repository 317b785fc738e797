import { describe, expect, it } from 'vitest';
import { root, type Entry } from './entry.ts';
import { placeEntry, type ImageTree, type Layer } from './image-tree.ts';

describe('placeEntry', () => {
  it('adds the folders that lead to a file, once', () => {
    expect(pathsOf([file('a/b/c'), file('a/b/d')])).toEqual(['a', 'a/b', 'a/b/c', 'a/b/d']);
  });

  it('follows links on the way, absolute and relative, and stays inside the image', () => {
    expect(pathsOf([link('lib', 'usr/lib'), file('lib/x')])).toEqual(['lib', 'usr', 'usr/lib', 'usr/lib/x']);
    expect(pathsOf([link('a', '/b'), link('b', 'c'), file('a/x')])).toEqual(['a', 'b', 'c', 'c/x']);
    expect(pathsOf([link('out', '../../../etc'), file('out/passwd')])).toEqual(['out', 'etc', 'etc/passwd']);
  });

  it('replaces a file or link, and keeps a folder that is there already', () => {
    const sticky: Entry = { kind: 'folder', path: 'tmp', mode: 0o1777, ...root, onlyIfMissing: false };
    const plain: Entry = { ...sticky, mode: 0o755, onlyIfMissing: true };

    expect(place([link('x', 'y'), file('x')]).get('x')).toEqual(file('x'));
    expect(place([sticky, plain]).get('tmp')).toEqual(sticky);
    expect(place([plain, sticky]).get('tmp')).toEqual(sticky);
  });

  it.each<[string, Entry[], string]>([
    [
      'a file in the place of a folder',
      [file('app/x'), file('app')],
      'image.yaml:3  /app is a folder in the image, so no file or link can take its place. Choose another "to"; if a "root" step brings it, put that step first.',
    ],
    [
      'a folder in the place of a file',
      [file('app'), file('app/x')],
      'image.yaml:3  /app is a file in the image, so there can be no folder /app. Choose another "to".',
    ],
    [
      'a circle of links',
      [link('a', 'b'), link('b', 'a'), file('a/x')],
      'image.yaml:3  /a leads in a circle of links. Correct the "link" steps.',
    ],
  ])('refuses %s', (_, entries, message) => {
    expect(() => place(entries)).toThrow(message);
  });
});

function place(entries: readonly Entry[]): Layer {
  const tree: ImageTree = new Map();
  const layer: Layer = new Map();
  for (const entry of entries) placeEntry(tree, layer, entry, 'image.yaml:3');
  return layer;
}

function pathsOf(entries: readonly Entry[]): string[] {
  return [...place(entries).keys()];
}

function file(path: string): Entry {
  return { kind: 'file', path, mode: 0o644, ...root, content: { kind: 'bytes', bytes: new Uint8Array() } };
}

function link(path: string, target: string): Entry {
  return { kind: 'link', path, mode: 0o777, ...root, target };
}
