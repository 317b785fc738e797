import { expect, test } from 'vitest';
import type { ChangeObject, SourcePosition } from '@seatrial/contract';
import { positionOf } from './position-of.ts';

const change: ChangeObject = {
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
  position: line(1),
  fields: new Map([
    ['metadata.labels', line(4)],
    ['metadata.labels["app.kubernetes.io/name"]', line(5)],
    ['spec', line(7)],
    ['spec.containers[0]', line(9)],
  ]),
};

test.each([
  ['metadata.labels["app.kubernetes.io/name"]', 5],
  ['metadata.labels["app.kubernetes.io/version"]', 4],
  ['metadata.annotations["example.com/a"]', 1],
  ['spec.containers[0].resources.limits.memory', 9],
  ['spec.containers[1].image', 7],
  ['status', 1],
  ['', 1],
])('the place of %s is line %d', (path, expected) => {
  expect(positionOf(change, path)).toEqual(line(expected));
});

function line(number: number): SourcePosition {
  return { file: 'pod.yaml', line: number, column: 1 };
}
