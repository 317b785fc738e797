import { objectRef } from '@seatrial/contract';
import type { Evidence, KubeObject, Subject } from '@seatrial/contract';
import { claimTemplateIndex, isReadOnlyMount, writableClasses } from './claims.ts';
import { seen } from './evidence.ts';
import type { Mount, Volume } from './model.ts';
import { fieldOf, mapping, numberAt, textAt, textsAt } from './read-field.ts';
import { containerPath, podSubject, subjectOf } from './subject.ts';
import type { ContainerView, PodView, View, WorkloadView } from './view.ts';

export interface Place {
  readonly pod: PodView;
  readonly volume: Volume | undefined;
  /** Absent where the kubelet failed before any container ran. */
  readonly container?: ContainerView;
  readonly mount?: Mount;
  /** True where the file system refused the write, false where permissions did. */
  readonly isReadOnly: boolean;
}

export interface Explanation {
  readonly why: string;
  readonly subject: Subject;
  readonly evidence: readonly Evidence[];
  readonly remedy: string;
}

/** Why a mounted volume refuses writes: walks from the mount over the volume, its claim and its PersistentVolume to the class. */
export function explainVolume(view: View, workload: WorkloadView, place: Place): Explanation {
  const claim = claimOf(view, workload, place.volume);
  return (
    byChange(workload, place) ??
    (claim === undefined ? undefined : byClaim(view, workload, place, claim)) ??
    byOwner(view, workload, place, claim)
  );
}

/** What the change itself says. */
function byChange(workload: WorkloadView, { volume, container, mount }: Place): Explanation | undefined {
  const at = volumePath(workload, volume);
  if (mount?.readOnly === true) {
    const why = 'the change mounts it read-only (volumeMounts readOnly: true)';
    return {
      why,
      subject: atMount(workload, container, mount, 'readOnly'),
      evidence: [],
      remedy: 'Remove readOnly: true from the mount, or write elsewhere.',
    };
  }
  const source = Object.keys(mapping(volume)).find((name) => fieldOf(volume, `${name}.readOnly`) === true);
  if (source !== undefined) {
    const subject = podSubject(workload, `${at}.${source}.readOnly`);
    const why = `the change makes the volume read-only (${source}.readOnly: true)`;
    return { why, subject, evidence: [], remedy: 'Remove readOnly: true from the volume, or write elsewhere.' };
  }
  const always = ['configMap', 'secret', 'projected', 'downwardAPI', 'image'].find((name) => volume?.[name] !== undefined);
  if (always === undefined || mount === undefined) return undefined;
  const subject = atMount(workload, container, mount, 'mountPath');
  const why = `volumes of type ${always} are always read-only`;
  return { why, subject, evidence: [], remedy: 'Mount an emptyDir or a claim where the program writes, and keep this one for reading.' };
}

/** What the platform says: mount options and sources of the PersistentVolume and its class. */
function byClaim(view: View, workload: WorkloadView, place: Place, claim: KubeObject): Explanation | undefined {
  const volume = view.find(`PersistentVolume/${textAt(claim, 'spec.volumeName') ?? ''}`);
  const className = textAt(claim, 'spec.storageClassName') ?? textAt(volume, 'spec.storageClassName') ?? '';
  const storageClass = view.find(`StorageClass/${className}`);
  const holder = [volume, storageClass].find((one) =>
    isReadOnlyMount([...textsAt(one, 'spec.mountOptions'), ...textsAt(one, 'mountOptions')]),
  );
  const source = Object.keys(mapping(volume?.['spec'])).find((name) => fieldOf(volume, `spec.${name}.readOnly`) === true);
  if (!place.isReadOnly || (holder === undefined && source === undefined)) return undefined;
  const others = writableClasses(view).filter((name) => name !== className);
  const options = [...textsAt(holder, 'spec.mountOptions'), ...textsAt(holder, 'mountOptions')];
  const fact = holder === undefined ? `${source ?? ''}.readOnly: true` : `mountOptions: [${options.join(', ')}]`;
  const seenAt = holder ?? volume ?? claim;
  return {
    why: className === '' ? 'its PersistentVolume is mounted read-only' : `volumes of StorageClass ${className} are mounted read-only`,
    subject: subjectFor(view, workload, place, claim),
    evidence: [seen('apiserver', objectRef(seenAt), `claim ${claim.metadata.name}, storageClassName: ${className}, ${fact}`)],
    remedy:
      others.length === 0
        ? 'Ask for a StorageClass whose volumes are not mounted read-only.'
        : `Use a StorageClass whose volumes can be written: ${others.join(', ')}.`,
  };
}

/** Nothing keeps it from being written, but it belongs to somebody else. */
function byOwner(view: View, workload: WorkloadView, place: Place, claim: KubeObject | undefined): Explanation {
  const subject = claim === undefined ? podSubject(workload, volumePath(workload, place.volume)) : subjectFor(view, workload, place, claim);
  if (place.isReadOnly)
    return {
      why: 'its file system is read-only, and no object that was seen says why',
      subject,
      evidence: [],
      remedy: 'Ask whoever runs the platform why this volume is read-only, or write elsewhere.',
    };
  const { pod, container } = place;
  const user = numberAt(container?.spec, 'securityContext.runAsUser') ?? numberAt(pod.spec, 'securityContext.runAsUser');
  const group = numberAt(pod.spec, 'securityContext.fsGroup');
  const who = user === undefined ? 'the user of the image' : `user ${user}`;
  const volume = claim === undefined ? undefined : view.find(`PersistentVolume/${textAt(claim, 'spec.volumeName') ?? ''}`);
  const type = ['hostPath', 'nfs'].find((name) => place.volume?.[name] !== undefined || fieldOf(volume, `spec.${name}`) !== undefined);
  if (type !== undefined) {
    const remedy = `Have the folder given to ${who}, or use a volume on which fsGroup takes effect.`;
    return {
      why: `the container runs as ${who}, the ${type} folder belongs to somebody else (mostly root), and fsGroup has no effect there`,
      subject,
      evidence: [],
      remedy,
    };
  }
  if (group === undefined) {
    const security = podSubject(workload, 'securityContext.fsGroup');
    return {
      why: `the volume belongs to root, the container runs as ${who}, and no fsGroup is set`,
      subject: security,
      evidence: [],
      remedy: 'Set securityContext.fsGroup of the pod to the group of the container.',
    };
  }
  return {
    why: `the volume does not belong to ${who}, although fsGroup ${group} is set`,
    subject,
    evidence: [],
    remedy: `Have the folder given to ${who}: this kind of volume does not follow fsGroup.`,
  };
}

function claimOf(view: View, workload: WorkloadView, volume: Volume | undefined): KubeObject | undefined {
  return view.find(`PersistentVolumeClaim/${workload.namespace}/${textAt(volume, 'persistentVolumeClaim.claimName') ?? ''}`);
}

/** The claim if it is in the change, else its template or where the workload names its volume. */
function subjectFor(view: View, workload: WorkloadView, { volume }: Place, claim: KubeObject): Subject {
  const authored = view.authored(objectRef(claim));
  if (authored !== undefined) return subjectOf(authored, 'spec.storageClassName');
  const template = claimTemplateIndex(workload, claim);
  return template === undefined
    ? podSubject(workload, volumePath(workload, volume))
    : subjectOf(workload.author, `spec.volumeClaimTemplates[${template}].spec.storageClassName`);
}

function volumePath({ template }: WorkloadView, volume: Volume | undefined): string {
  const index = template.volumes.findIndex(({ name }) => name === volume?.name);
  return index < 0 ? 'volumes' : `volumes[${index}]`;
}

function atMount(workload: WorkloadView, container: ContainerView | undefined, mount: Mount, field: string): Subject {
  const path = containerPath(workload, container?.name ?? '');
  if (path === undefined) return podSubject(workload, 'containers');
  const written = [...workload.template.initContainers, ...workload.template.containers].find(({ name }) => name === container?.name);
  const index = written?.volumeMounts.findIndex(({ mountPath }) => mountPath === mount.mountPath) ?? -1;
  return podSubject(workload, index < 0 ? `${path}.volumeMounts` : `${path}.volumeMounts[${index}].${field}`);
}
