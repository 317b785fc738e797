import { join } from 'node:path';
import { SERVICE_CIDR } from '../layout.ts';
import type { Component } from './component.ts';

/** The API server, with every decision it takes about workloads and people in the audit log (never a request's body). */
export const kubeApiserver: Component = {
  name: 'kube-apiserver',
  files: () => ({ 'audit-policy.yaml': AUDIT_POLICY }),
  argv(layout) {
    const { spec, pki, config } = layout;
    const real = spec.nodes.kind === 'real';
    return [
      spec.kube,
      'kube-apiserver',
      `--bind-address=${real ? '0.0.0.0' : '127.0.0.1'}`,
      // Without a node nothing uses the kubernetes Service, and a loopback address could not be its endpoint.
      ...(real ? [`--advertise-address=${layout.nodeAddress}`] : ['--advertise-address=192.0.2.1', '--endpoint-reconciler-type=none']),
      `--secure-port=${String(spec.ports.apiServer)}`,
      `--service-cluster-ip-range=${SERVICE_CIDR}`,
      `--etcd-servers=https://127.0.0.1:${String(spec.ports.etcd)}`,
      `--etcd-cafile=${join(pki, 'ca.crt')}`,
      `--etcd-certfile=${join(pki, 'apiserver-etcd.crt')}`,
      `--etcd-keyfile=${join(pki, 'apiserver-etcd.key')}`,
      `--client-ca-file=${join(pki, 'ca.crt')}`,
      `--tls-cert-file=${join(pki, 'apiserver.crt')}`,
      `--tls-private-key-file=${join(pki, 'apiserver.key')}`,
      `--kubelet-certificate-authority=${join(pki, 'ca.crt')}`,
      `--kubelet-client-certificate=${join(pki, 'apiserver-kubelet.crt')}`,
      `--kubelet-client-key=${join(pki, 'apiserver-kubelet.key')}`,
      '--kubelet-preferred-address-types=InternalIP',
      `--service-account-key-file=${join(pki, 'service-account.pub')}`,
      `--service-account-signing-key-file=${join(pki, 'service-account.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--allow-privileged=true',
      `--audit-policy-file=${join(config, 'audit-policy.yaml')}`,
      `--audit-log-path=${layout.auditLog}`,
      '--audit-log-maxsize=100',
      '--audit-log-maxbackup=2',
      '--profiling=false',
    ];
  },
};

const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    users: [system:apiserver, system:kube-controller-manager, system:kube-scheduler, system:kube-proxy, "seatrial:cilium", "seatrial:local-path", "seatrial:kwok"]
  - level: None
    userGroups: [system:nodes]
  - level: None
    userGroups: ["system:serviceaccounts:kube-system"]
  - level: None
    users: [seatrial-admin]
    verbs: [get, list, watch]
  - level: Metadata
`;
