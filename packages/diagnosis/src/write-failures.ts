import type { ContainerView, PodView, WorkloadView } from './view.ts';

/** A line in which a program says that it could not write a path. */
export interface WriteFailure {
  readonly pod: PodView;
  readonly container: ContainerView;
  readonly line: string;
  readonly path: string;
  /** Mount that holds the path, or undefined if it lies in the container's own file system. */
  readonly mount: { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean | undefined } | undefined;
}

/** How programs word EROFS, EACCES and EPERM, in C, Go, Java, Python and Node. */
const REFUSED =
  /EROFS|read-only file ?system|EACCES|EPERM|permission denied|operation not permitted|AccessDeniedException|ReadOnlyFileSystemException/i;
const PATH = /(?<![\w.:/-])\/[\w.@+-]+(?:\/[\w.@+-]+)*/g;

/** Write failures in the logs of a workload, one per mount and container. */
export function writeFailuresOf(workload: WorkloadView): readonly WriteFailure[] {
  const failures = new Map<string, WriteFailure>();
  for (const pod of workload.pods) {
    for (const container of pod.containers) {
      const mounts =
        [...pod.model.spec.initContainers, ...pod.model.spec.containers].find(({ name }) => name === container.name)?.volumeMounts ?? [];
      for (const line of container.lines) {
        const failure = failureIn(line, mounts);
        const key = `${container.name} ${failure?.mount?.mountPath ?? 'root'}`;
        if (failure !== undefined && !failures.has(key)) failures.set(key, { pod, container, line, ...failure });
      }
    }
  }
  return [...failures.values()];
}

function failureIn(line: string, mounts: readonly NonNullable<WriteFailure['mount']>[]): Pick<WriteFailure, 'path' | 'mount'> | undefined {
  if (!REFUSED.test(line)) return undefined;
  const paths = [...line.matchAll(PATH)].map(([path]) => path);
  for (const path of paths) {
    const mount = mounts
      .filter(({ mountPath }) => isWithin(path, mountPath))
      .toSorted((left, right) => right.mountPath.length - left.mountPath.length)[0];
    if (mount !== undefined) return { path, mount };
  }
  const [path] = paths;
  return path === undefined ? undefined : { path, mount: undefined };
}

function isWithin(path: string, dir: string): boolean {
  const folder = dir.replace(/\/+$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}
