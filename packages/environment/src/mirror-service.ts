import type { KubeObject } from '@seatrial/contract';

/** A Service without what its own cluster allocated to it. */
export function mirrorService(service: KubeObject): KubeObject {
  const spec = service['spec'];
  if (typeof spec !== 'object' || spec === null) return service;
  const isHeadless = 'clusterIP' in spec && spec.clusterIP === 'None';
  const allocated = new Set([
    'clusterIP',
    'clusterIPs',
    'ipFamilies',
    'ipFamilyPolicy',
    'healthCheckNodePort',
    'loadBalancerIP',
    'externalIPs',
  ]);
  const kept = Object.entries(spec).filter(([field]) => !allocated.has(field) || (isHeadless && field === 'clusterIP'));
  return { ...service, spec: { ...Object.fromEntries(kept), ...portsOf(spec) } };
}

function portsOf(spec: object): { readonly ports?: readonly unknown[] } {
  if (!('ports' in spec) || !Array.isArray(spec.ports)) return {};
  const ports: readonly unknown[] = spec.ports;
  return { ports: ports.map(withoutNodePort) };
}

function withoutNodePort(port: unknown): unknown {
  if (typeof port !== 'object' || port === null) return port;
  return Object.fromEntries(Object.entries(port).filter(([field]) => field !== 'nodePort'));
}
