import type { KubeObject } from '@seatrial/contract';

const CLUSTER_SCOPED = new Set([
  'APIService',
  'CertificateSigningRequest',
  'CiliumClusterwideNetworkPolicy',
  'ClusterIssuer',
  'ClusterPolicy',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterTrustBundle',
  'CSIDriver',
  'CSINode',
  'CustomResourceDefinition',
  'DeviceClass',
  'FlowSchema',
  'GatewayClass',
  'IngressClass',
  'IPAddress',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ResourceSlice',
  'RuntimeClass',
  'ServiceCIDR',
  'StorageClass',
  'StorageVersionMigration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
  'VolumeAttributesClass',
]);

/** True for kinds that are known to belong to the whole cluster. */
export function isClusterScoped({ kind }: KubeObject): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** True for kinds of Kubernetes itself that belong to a namespace; of custom kinds only their cluster knows. */
export function isKnownNamespaced(object: KubeObject): boolean {
  const group = object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '';
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
  return isBuiltIn && !isClusterScoped(object);
}
