import type { Finding } from '@seatrial/contract';
import type { View } from './view.ts';

/** A finding, and the author's workload whose trouble it explains. */
export interface Diagnosed {
  /** As objectRef; absent where no workload is concerned. */
  readonly workload?: string;
  readonly finding: Finding;
}

/** One way in which a change can fail, and how it is recognised. */
export interface Cause {
  readonly rule: string;
  readonly detect: (view: View) => readonly Diagnosed[];
}
