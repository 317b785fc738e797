import type { Evidence, KubeObject, Subject } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { containerPath, findingOf, seen, subjectOf } from '../finding-of.ts';
import { textAt, textsAt } from '../model.ts';
import type { Volume } from '../model.ts';
import type { View, WorkloadView } from '../view.ts';
import { writeFailuresOf } from '../write-failures.ts';
import type { WriteFailure } from '../write-failures.ts';

/** A container could not write into a mounted volume. */
export const volumeNotWritable: Cause = {
  rule: 'volume-not-writable',
  detect: (view) =>
    view.workloads.flatMap((workload) =>
      writeFailuresOf(workload).flatMap((failure) => (failure.mount === undefined ? [] : [diagnose(view, workload, failure)])),
    ),
};

interface Explanation {
  readonly why: string;
  readonly subject: Subject;
  readonly evidence: readonly Evidence[];
  readonly remedy: string;
}

function diagnose(view: View, workload: WorkloadView, failure: WriteFailure): Diagnosed {
  const { why, subject, evidence, remedy } = explain(view, workload, failure);
  const mountPath = failure.mount?.mountPath ?? '';
  return {
    workload: workload.ref,
    finding: findingOf({
      rule: 'volume-not-writable',
      category: 'storage',
      effect: 'degraded',
      message: `Container ${failure.container.name} of ${workload.ref} cannot write to ${mountPath}: ${why}`,
      subject,
      evidence: [seen('log', failure.pod.ref, failure.line), ...evidence],
      remedy,
    }),
  };
}

function explain(view: View, workload: WorkloadView, failure: WriteFailure): Explanation {
  const { pod, mount, container } = failure;
  const atMount = subjectOf(workload.author, containerPath(workload, container.name, 'volumeMounts'));
  const volume = pod.model.spec.volumes.find(({ name }) => name === mount?.name);
  if (mount?.readOnly === true || volume?.persistentVolumeClaim?.readOnly === true) {
    return {
      why: 'the change itself mounts it read-only',
      subject: atMount,
      evidence: [],
      remedy: 'Remove readOnly: true from the mount, or write elsewhere.',
    };
  }
  if (volume?.configMap !== undefined || volume?.secret !== undefined || volume?.projected !== undefined) {
    return {
      why: 'ConfigMap, Secret and projected volumes are always read-only',
      subject: atMount,
      evidence: [],
      remedy: 'Mount an emptyDir for what the program writes.',
    };
  }
  const claim = claimOf(view, workload, volume);
  if (claim === undefined)
    return {
      why: 'the volume refuses it',
      subject: atMount,
      evidence: [],
      remedy: 'Check who owns the volume, and as which user the container runs.',
    };
  return explainClaim(view, workload, failure, claim);
}

function claimOf(view: View, workload: WorkloadView, volume: Volume | undefined): KubeObject | undefined {
  const name = volume?.persistentVolumeClaim?.claimName;
  return name === undefined ? undefined : view.find(`PersistentVolumeClaim/${workload.namespace}/${name}`);
}

function explainClaim(view: View, workload: WorkloadView, failure: WriteFailure, claim: KubeObject): Explanation {
  const claimRef = `PersistentVolumeClaim/${workload.namespace}/${claim.metadata.name}`;
  const authored = view.authored(claimRef);
  const subject =
    authored === undefined
      ? subjectOf(workload.author, containerPath(workload, failure.container.name, 'volumeMounts'))
      : subjectOf(authored, 'spec.storageClassName');
  const volume = view.find(`PersistentVolume/${textAt(claim, 'spec.volumeName') ?? ''}`);
  const className = textAt(claim, 'spec.storageClassName') ?? '';
  const options = textsAt(volume, 'spec.mountOptions');
  if (options.includes('ro')) {
    const others = writableClasses(view);
    return {
      why: `volumes of StorageClass ${className} are mounted read-only`,
      subject,
      evidence: [
        seen(
          'apiserver',
          `PersistentVolume/${volume?.metadata.name ?? ''}`,
          `claim ${claim.metadata.name}, storageClassName: ${className}, mountOptions: [${options.join(', ')}]`,
        ),
      ],
      remedy:
        others.length === 0
          ? `Ask for a StorageClass whose volumes are not mounted read-only.`
          : `Use a StorageClass whose volumes can be written: ${others.join(', ')}.`,
    };
  }
  const user = /EACCES|EPERM|denied|not permitted/i.test(failure.line) ? ' to the user the container runs as' : '';
  return {
    why: `volumes of StorageClass ${className} do not belong${user === '' ? ' to it' : user}`,
    subject,
    evidence: [],
    remedy: 'Run as the user that owns the volume, or use a class on which fsGroup takes effect and set securityContext.fsGroup.',
  };
}

function writableClasses(view: View): readonly string[] {
  return view
    .ofKind('StorageClass')
    .filter((one) => !textsAt(one, 'mountOptions').includes('ro'))
    .map((one) => one.metadata.name)
    .toSorted();
}
