/** What the cluster room says while it works. */
export interface ProgressEvent {
  readonly component: string;
  readonly text: string;
  /** False while the same line is still being updated. */
  readonly done: boolean;
}

export type Progress = (event: ProgressEvent) => void;
