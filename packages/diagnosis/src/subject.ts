import type { ChangeObject, KubeObject, SourcePosition, Subject } from '@seatrial/contract';
import type { WorkloadView } from './view.ts';

/** The author's object and the place of one of its fields, or of the nearest field around it that was written. */
export function subjectOf(author: ChangeObject, path?: string): Subject {
  const { apiVersion, kind, metadata } = author.object;
  return {
    ...placeOf(author, path ?? ''),
    apiVersion,
    kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    ...(path === undefined ? {} : { path }),
  };
}

function placeOf({ fields, position }: ChangeObject, path: string): SourcePosition {
  for (let rest = path; rest !== ''; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('.'), rest.lastIndexOf('[')))) {
    const found = fields.get(rest);
    if (found !== undefined) return { file: found.file, line: found.line, column: found.column };
  }
  return { file: position.file, line: position.line, column: position.column };
}

/** The name of an object within a sentence: "Deployment pay/api". */
export function nameOf(object: KubeObject): string {
  const { name, namespace } = object.metadata;
  return `${object.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** The same from an objectRef, or the text as it is where it is none. */
export function nameOfRef(ref: string): string {
  return ref.replace(/^([A-Z]\w*)\//, '$1 ');
}

/** A field of the workload's pod template, for subjectOf; the workload as a whole where it has none that is known. */
export function podSubject({ author, podPath }: WorkloadView, field: string): Subject {
  return subjectOf(author, podPath === undefined ? undefined : `${podPath}.${field}`);
}

/** A container of the workload's pod template, init containers included, or one of its fields. */
export function containerSubject(workload: WorkloadView, name: string, field?: string): Subject {
  const path = containerPath(workload, name);
  if (path === undefined) return subjectOf(workload.author, workload.podPath);
  return podSubject(workload, field === undefined ? path : `${path}.${field}`);
}

/** Where a container is within the pod template; undefined if its author did not write it, as an injected sidecar. */
export function containerPath({ template }: WorkloadView, name: string): string | undefined {
  const init = template.initContainers.findIndex((container) => container.name === name);
  if (init >= 0) return `initContainers[${init}]`;
  const index = template.containers.findIndex((container) => container.name === name);
  return index >= 0 ? `containers[${index}]` : undefined;
}
