export interface RenderOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Folder of the run, where it was kept. */
  readonly runDir?: string | undefined;
}
