import { expect, test } from 'vitest';
import type { ChangeObject } from '@seatrial/contract';
import { untestedParts } from './untested-parts.ts';

function one(kind: string, spec: object = {}): ChangeObject {
  const object = { apiVersion: 'v1', kind, metadata: { name: 'shop', namespace: 'pay' }, spec };
  return { object, position: { file: 'a.yaml', line: 1, column: 1 }, fields: new Map() };
}

test.each([
  { object: one('Deployment'), why: undefined },
  { object: one('Service'), why: undefined },
  { object: one('Service', { type: 'NodePort' }), why: undefined },
  { object: one('Service', { type: 'LoadBalancer' }), why: 'no load balancer is here: it is reached inside the cluster only' },
  { object: one('Ingress'), why: 'no ingress controller runs here: it is accepted, its routes are not tested' },
  { object: one('HTTPRoute'), why: 'no gateway controller runs here: it is accepted, its routes are not tested' },
  { object: one('HorizontalPodAutoscaler'), why: 'no metrics server runs here: it is accepted, scaling is not tested' },
])('$object.object.kind $object.object.spec.type: $why', ({ object, why }) => {
  expect(untestedParts([object])).toEqual(why === undefined ? [] : [{ what: `${object.object.kind}/pay/shop`, why }]);
});
