import type { KubeObject } from './kube-object.ts';

/** A place in the author's source; line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An object of the change and where its author wrote it. */
export interface ChangeObject {
  readonly object: KubeObject;
  readonly position: SourcePosition;
  /** Position of each field that the source holds, by path ("spec.template.spec.containers[0].image"). */
  readonly fields: ReadonlyMap<string, SourcePosition>;
}

/** Something that is wrong with an input, as a value: the reader goes on and collects. */
export interface Diagnostic {
  readonly message: string;
  readonly position?: SourcePosition;
}
