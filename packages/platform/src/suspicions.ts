import type { ChangeObject, Diagnostic } from '@seatrial/contract';
import { objectRef } from '@seatrial/contract';

/** kubectl always writes the namespace; without one an object may end up where nobody looks for it. */
export function withoutNamespace(objects: readonly ChangeObject[]): readonly Diagnostic[] {
  return objects
    .filter(({ object, fields }) => object.metadata.namespace !== undefined && !fields.has('metadata.namespace'))
    .map(({ object, position }) => ({
      message: `${objectRef(object)} names no namespace, and counts as one of "default". Add metadata.namespace.`,
      position,
    }));
}

export function leftOut(paths: readonly string[]): readonly Diagnostic[] {
  return paths.map((file) => ({
    message: 'No Kubernetes objects are taken from here: it is left out.',
    position: { file, line: 1, column: 1 },
  }));
}
