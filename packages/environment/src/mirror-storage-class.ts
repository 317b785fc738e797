import type { KubeObject, Unknown } from '@seatrial/contract';

const PROVISIONER = 'rancher.io/local-path';
/** Options that mean the same for a folder of the node as for the real volume. */
const PORTABLE_OPTIONS = new Set(['ro', 'rw', 'noexec', 'nosuid', 'nodev', 'noatime', 'sync']);
/** On these, Kubernetes does not change ownership to a pod's fsGroup. */
const WITHOUT_FS_GROUP = /nfs|efs|azurefile|file\.csi\.azure|smb|cephfs|glusterfs/i;

export function isStorageClass(object: KubeObject): boolean {
  return object.kind === 'StorageClass' && object.apiVersion.startsWith('storage.k8s.io/');
}

/**
 * A class of the same name, binding and mount options whose volumes are folders of the node. The provisioner does not hand
 * mount options on to its volumes, so an admission policy does.
 */
export function mirrorStorageClass(original: KubeObject): { readonly objects: readonly KubeObject[]; readonly unknown?: Unknown } {
  const { parameters: _parameters, allowedTopologies: _topologies, ...rest } = original;
  const options = stringsOf(original['mountOptions']);
  const portable = options.filter((option) => PORTABLE_OPTIONS.has(option));
  const provisioner = typeof original['provisioner'] === 'string' ? original['provisioner'] : '';
  const volumeType = portable.length === 0 && WITHOUT_FS_GROUP.test(provisioner) ? 'hostPath' : 'local';
  const mirrored: KubeObject = {
    ...rest,
    apiVersion: original.apiVersion,
    kind: original.kind,
    metadata: { ...original.metadata, annotations: { ...original.metadata.annotations, defaultVolumeType: volumeType } },
    provisioner: PROVISIONER,
    reclaimPolicy: 'Delete',
    mountOptions: portable,
  };
  const policies = portable.length === 0 ? [] : mountOptionPolicy(original.metadata.name, portable);
  if (provisioner === PROVISIONER) return { objects: [mirrored, ...policies] };
  const why = `volumes here are folders of the node, not those of ${provisioner}: size limits, sharing and speed are not tested`;
  return { objects: [mirrored, ...policies], unknown: { what: `StorageClass/${original.metadata.name}`, why } };
}

function mountOptionPolicy(storageClass: string, options: readonly string[]): readonly KubeObject[] {
  const name = `seatrial-mount-options-${storageClass}`;
  const annotations = { 'seatrial.dev/part-of': 'environment' };
  const apiVersion = 'admissionregistration.k8s.io/v1';
  return [
    {
      apiVersion,
      kind: 'MutatingAdmissionPolicy',
      metadata: { name, annotations },
      spec: {
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['persistentvolumes'] }],
        },
        matchConditions: [{ name: 'class', expression: `object.spec.storageClassName == ${JSON.stringify(storageClass)}` }],
        failurePolicy: 'Fail',
        reinvocationPolicy: 'Never',
        mutations: [
          {
            patchType: 'JSONPatch',
            jsonPatch: { expression: `[JSONPatch{op: "add", path: "/spec/mountOptions", value: ${JSON.stringify(options)}}]` },
          },
        ],
      },
    },
    { apiVersion, kind: 'MutatingAdmissionPolicyBinding', metadata: { name, annotations }, spec: { policyName: name } },
  ];
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
