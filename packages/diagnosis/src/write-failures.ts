import type { Mount } from './model.ts';
import type { ContainerView, PodView, WorkloadView } from './view.ts';

/** A path that a program could not write, in its own words. */
export interface WriteFailure {
  readonly pod: PodView;
  readonly container: ContainerView;
  readonly line: string;
  /** How many lines say the same of this place. */
  readonly count: number;
  readonly path: string;
  /** True where the file system refused it, false where permissions did. */
  readonly isReadOnly: boolean;
  /** Mount that holds the path, or undefined if it lies in the container's own file system. */
  readonly mount: Mount | undefined;
}

/** How programs word EROFS, and EACCES and EPERM, in C, Go, Java, Python and Node; databases deny "permission for table users". */
const READ_ONLY = /EROFS|read-only file ?system|ReadOnlyFileSystemException/i;
const NOT_PERMITTED =
  /EACCES|EPERM|permission denied(?! (?:for|to) (?!file|folder|dir|path)[a-z])|operation not permitted|AccessDeniedException/i;
const READING = /\b(?:read|reading|stat|scandir|exec|execute)\b(?!-only)/i;
/** Paths of files: what follows an HTTP method is an address. */
const PATH = /(?<![\w.:/-]|\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )\/[\w.@+-]+(?:\/[\w.@+-]+)*/g;
/** Lines longer than this are data, not messages. */
const MAX_LINE = 4000;

/** Write failures in the logs of a workload, one per container and mount, or folder where there is no mount. */
export function writeFailuresOf(workload: WorkloadView): readonly WriteFailure[] {
  const failures = new Map<string, WriteFailure>();
  for (const pod of workload.pods) {
    for (const container of pod.containers) {
      for (const line of container.lines) {
        const failure = failureIn(line, container.spec?.volumeMounts ?? []);
        if (failure === undefined) continue;
        const key = JSON.stringify([container.name, failure.mount?.mountPath ?? folderOf(failure.path)]);
        const known = failures.get(key);
        failures.set(key, known === undefined ? { pod, container, line, count: 1, ...failure } : { ...known, count: known.count + 1 });
      }
    }
  }
  return [...failures.values()];
}

function failureIn(whole: string, mounts: readonly Mount[]): Pick<WriteFailure, 'path' | 'isReadOnly' | 'mount'> | undefined {
  const line = whole.slice(0, MAX_LINE);
  const readOnly = READ_ONLY.exec(line);
  const refused = readOnly ?? NOT_PERMITTED.exec(line);
  if (refused === null || (readOnly === null && READING.test(line))) return undefined;
  const path = nearestPath(line, refused.index);
  if (path === undefined) return undefined;
  const mount = mounts
    .filter(({ mountPath }) => isWithin(path, mountPath))
    .toSorted((left, right) => right.mountPath.length - left.mountPath.length)[0];
  return { path, isReadOnly: readOnly !== null, mount };
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || path;
}

/** Programs name themselves and their sources by path, too: what was refused stands next to the error. */
function nearestPath(line: string, index: number): string | undefined {
  const found = [...line.matchAll(PATH)].map((match) => ({ path: match[0], distance: distanceOf(match.index, match[0], index) }));
  return found.toSorted((left, right) => left.distance - right.distance)[0]?.path;
}

function distanceOf(start: number, path: string, index: number): number {
  return start > index ? start - index : index - (start + path.length);
}

function isWithin(path: string, dir: string): boolean {
  const folder = dir.replace(/\/+$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}
