import { objectRef } from '@seatrial/contract';
import type { ChangeObject, Unknown } from '@seatrial/contract';

/** What the embedded cluster accepts but does not do, by kind. */
const NOT_DONE_HERE: Readonly<Record<string, string>> = {
  Ingress: 'no ingress controller runs here: it is accepted, its routes are not tested',
  Gateway: 'no gateway controller runs here: it is accepted, its listeners are not tested',
  HTTPRoute: 'no gateway controller runs here: it is accepted, its routes are not tested',
  HorizontalPodAutoscaler: 'no metrics server runs here: it is accepted, scaling is not tested',
  VerticalPodAutoscaler: 'no autoscaler runs here: it is accepted, its effect is not tested',
  ValidatingWebhookConfiguration: 'a webhook that nobody serves here may refuse everything: its effect is not tested',
  MutatingWebhookConfiguration: 'a webhook that nobody serves here may refuse everything: its effect is not tested',
};

/** Parts of a change that a trial cannot judge, each with its reason. */
export function untestedParts(change: readonly ChangeObject[]): readonly Unknown[] {
  return change.flatMap(({ object }) => {
    const why =
      object.kind === 'Service' && isLoadBalancer(object['spec'])
        ? 'no load balancer is here: it is reached inside the cluster only'
        : NOT_DONE_HERE[object.kind];
    return why === undefined ? [] : [{ what: objectRef(object), why }];
  });
}

function isLoadBalancer(spec: unknown): boolean {
  return typeof spec === 'object' && spec !== null && 'type' in spec && spec.type === 'LoadBalancer';
}
