import type { KubeObject } from '@seatrial/contract';

/** Namespaces that every cluster has of its own. */
const OWN_NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease', 'seatrial-system'];

export interface RefusalToCopy {
  readonly why: string;
  /** False where leaving it out changes nothing for a trial. */
  readonly matters: boolean;
}

const WITHOUT_CONSEQUENCE = new Set([
  'Node',
  'Event',
  'Lease',
  'Endpoints',
  'EndpointSlice',
  'PersistentVolume',
  'CSINode',
  'CSIDriver',
  'VolumeAttachment',
  'CSIStorageCapacity',
  'ControllerRevision',
  'FlowSchema',
  'PriorityLevelConfiguration',
  'APIService',
  'CertificateSigningRequest',
  'ServiceCIDR',
  'IPAddress',
  'ComponentStatus',
]);

const NOT_RUN_HERE: Readonly<Record<string, string>> = {
  ValidatingWebhookConfiguration: 'admission webhooks of the platform do not run here; they may refuse the change',
  MutatingWebhookConfiguration: 'admission webhooks of the platform do not run here; they may alter or refuse the change',
};

/** Why an object of a snapshot stays out of an environment, or undefined if it is copied. */
export function refusalToCopy(object: KubeObject): RefusalToCopy | undefined {
  const { name, namespace } = object.metadata;
  if (WITHOUT_CONSEQUENCE.has(object.kind)) return ignored('kept by the cluster itself');
  const reason = NOT_RUN_HERE[object.kind];
  if (reason !== undefined) return { why: reason, matters: true };
  if (object.apiVersion.startsWith('kyverno.io/') || object.apiVersion.startsWith('policies.kyverno.io/'))
    return { why: 'Kyverno does not run here; its policies may refuse the change', matters: true };
  if (object.apiVersion.includes('gatekeeper.sh/'))
    return { why: 'Gatekeeper does not run here; its policies may refuse the change', matters: true };
  if (namespace !== undefined && OWN_NAMESPACES.includes(namespace)) return ignored('the cluster has its own');
  if (object.kind === 'Namespace' && (OWN_NAMESPACES.includes(name) || name === 'default'))
    return name === 'default' ? undefined : ignored('the cluster has its own');
  if (object.kind === 'CustomResourceDefinition' && name.endsWith('.cilium.io')) return ignored('the cluster has its own');
  if (isBuiltIn(object)) return ignored('Kubernetes provides it');
  if (object.metadata.ownerReferences?.some((owner) => owner.controller === true) === true) return ignored('its controller makes it');
  if (object.kind === 'Secret' && object['type'] === 'kubernetes.io/service-account-token') return ignored('tokens are never copied');
  if (object.kind === 'Secret' && object['type'] === 'helm.sh/release.v1') return ignored('Helm releases hold values');
  return undefined;
}

function ignored(why: string): RefusalToCopy {
  return { why, matters: false };
}

function isBuiltIn({ kind, metadata }: KubeObject): boolean {
  if (metadata.labels?.['kubernetes.io/bootstrapping'] === 'rbac-defaults') return true;
  if (kind === 'ClusterRole' && ['admin', 'edit', 'view', 'cluster-admin'].includes(metadata.name)) return true;
  if (['ClusterRole', 'ClusterRoleBinding', 'PriorityClass'].includes(kind) && /^system[:-]/.test(metadata.name)) return true;
  if (kind === 'ClusterRoleBinding' && metadata.name === 'cluster-admin') return true;
  if (kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt') return true;
  return kind === 'Service' && metadata.name === 'kubernetes' && metadata.namespace === 'default';
}
