import { expect, it } from 'vitest';
import { normalImageName } from './image-name.ts';

it.each([
  ['app', 'docker.io/library/app:latest'],
  ['app:1', 'docker.io/library/app:1'],
  ['team/app:1', 'docker.io/team/app:1'],
  ['index.docker.io/team/app:1', 'docker.io/team/app:1'],
  ['registry.example/team/app:1.0', 'registry.example/team/app:1.0'],
  ['localhost/app:1', 'localhost/app:1'],
  ['localhost:5000/app', 'localhost:5000/app:latest'],
  ['registry.example/a__b/c-d.e:v1_2', 'registry.example/a__b/c-d.e:v1_2'],
  ['', undefined],
  ['App:1', undefined],
  ['app:', undefined],
  ['app:1@sha256:abc', undefined],
  ['registry.example/', undefined],
  ['a//b', undefined],
  ['../a', undefined],
])('%s is stored as %s', (name, full) => {
  expect(normalImageName(name)).toBe(full);
});
