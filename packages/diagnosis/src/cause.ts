import type { Finding } from '@seatrial/contract';
import type { View } from './view.ts';

/** A finding, and what it needs to be weighed and told once. */
export interface Diagnosed {
  readonly finding: Finding;
  /** Workloads of the change, as objectRef, whose trouble it explains. */
  readonly workloads: readonly string[];
  /** Object, as objectRef, whose absence is the trouble: if the API server refused that object, the refusal is the cause. */
  readonly missing?: string;
}

/** One way in which a change can fail, and how it is recognised. */
export interface Cause {
  readonly rule: string;
  readonly detect: (view: View) => readonly Diagnosed[];
}
