import { expect, test } from 'vitest';
import type { KubeObject } from '@seatrial/contract';
import { snapshotCoverageText } from './snapshot-coverage-text.ts';
import type { Coverage } from './snapshot.ts';

const COMPLETE: Coverage = { kind: 'complete' };

test.each([
  { namespaces: [], coverage: COMPLETE, text: 'complete: 0 objects in 0 namespaces' },
  { namespaces: ['pay'], coverage: COMPLETE, text: 'complete: 1 object in 1 namespace' },
  { namespaces: ['pay', 'pay', 'web', undefined], coverage: COMPLETE, text: 'complete: 4 objects in 2 namespaces' },
  {
    namespaces: ['pay'],
    coverage: { kind: 'partial', missing: ['Secret', 'namespace ops'] } as const,
    text: 'partial: 1 object in 1 namespace; not exported: Secret, namespace ops',
  },
])('$text', ({ namespaces, coverage, text }) => {
  expect(snapshotCoverageText({ objects: namespaces.map(objectIn), coverage })).toBe(text);
});

function objectIn(namespace: string | undefined): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...(namespace === undefined ? {} : { namespace }) } };
}
