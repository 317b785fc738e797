import { expect, test } from 'vitest';
import { hasImage } from './has-image.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const available = new Set([
  'docker.io/library/nginx:latest',
  'docker.io/library/nginx:1.27',
  'docker.io/acme/app:v1',
  'localhost/app:dev',
  'registry.example:5000/team/app:v1',
  `ghcr.io/acme/app@${DIGEST}`,
]);

test.each([
  ['nginx', true],
  ['nginx:latest', true],
  ['nginx:1.27', true],
  ['nginx:1.26', false],
  ['library/nginx', true],
  ['docker.io/nginx', true],
  ['docker.io/library/nginx', true],
  ['index.docker.io/library/nginx:1.27', true],
  ['acme/app:v1', true],
  ['acme/app', false],
  ['docker.io/acme/app:v1', true],
  ['localhost/app:dev', true],
  ['localhost:5000/app:dev', false],
  ['registry.example:5000/team/app:v1', true],
  ['registry.example:5000/team/app', false],
  [`ghcr.io/acme/app@${DIGEST}`, true],
  [`ghcr.io/acme/app:v1@${DIGEST}`, true],
  ['ghcr.io/acme/app:v1', false],
  ['', false],
])('%s is there: %s', (name, isThere) => {
  expect(hasImage(available, name)).toBe(isThere);
});
