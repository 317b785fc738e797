import { expect, test } from 'vitest';
import { objectRef } from './kube-object.ts';

test.each([
  { kind: 'Pod', metadata: { name: 'export-x2', namespace: 'pay' }, ref: 'Pod/pay/export-x2' },
  { kind: 'Node', metadata: { name: 'node-1' }, ref: 'Node/node-1' },
])('people read $ref', ({ ref, ...object }) => {
  expect(objectRef(object)).toBe(ref);
});
