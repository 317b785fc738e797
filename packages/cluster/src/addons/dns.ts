import type { KubeObject } from '@seatrial/contract';
import { DNS_ADDRESS } from '../layout.ts';
import type { Layout } from '../layout.ts';
import { SYSTEM_IMAGE } from '../system-image.ts';

const NAMESPACE = 'kube-system';
const LABELS = { 'k8s-app': 'kube-dns' };

export const DNS_DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'coredns', namespace: NAMESPACE } } as const;

const COREFILE = `.:53 {
  errors
  health :8080
  ready :8181
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    pods insecure
    ttl 5
  }
  cache 5
  loadbalance
}
`;

/**
 * CoreDNS as an ordinary pod with the labels that network policies name. It answers for the cluster only; names outside of it
 * are refused. Its program is the cluster's own binary, mounted from the node, so no image is needed.
 */
export function dnsObjects(layout: Layout): readonly KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'coredns', namespace: NAMESPACE } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:coredns' },
      rules: [
        { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'system:coredns' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:coredns' },
      subjects: [{ kind: 'ServiceAccount', name: 'coredns', namespace: NAMESPACE }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: NAMESPACE }, data: { Corefile: COREFILE } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: NAMESPACE, labels: LABELS },
      spec: {
        clusterIP: DNS_ADDRESS,
        selector: LABELS,
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53, protocol: 'TCP' },
        ],
      },
    },
    { ...DNS_DEPLOYMENT, metadata: { ...DNS_DEPLOYMENT.metadata, labels: LABELS }, spec: deploymentSpec(layout) },
  ];
}

function deploymentSpec(layout: Layout): unknown {
  return {
    replicas: 1,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        serviceAccountName: 'coredns',
        priorityClassName: 'system-cluster-critical',
        dnsPolicy: 'Default',
        tolerations: [{ operator: 'Exists' }],
        containers: [
          {
            name: 'coredns',
            image: SYSTEM_IMAGE,
            imagePullPolicy: 'Never',
            command: ['/seatrial-kube', 'coredns', '-conf', '/etc/coredns/Corefile'],
            ports: [
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
              { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
            ],
            readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
            resources: { requests: { cpu: '50m', memory: '40Mi' } },
            volumeMounts: [
              { name: 'config', mountPath: '/etc/coredns', readOnly: true },
              { name: 'program', mountPath: '/seatrial-kube', readOnly: true },
            ],
          },
        ],
        volumes: [
          { name: 'config', configMap: { name: 'coredns' } },
          { name: 'program', hostPath: { path: layout.spec.kube, type: 'File' } },
        ],
      },
    },
  };
}
