export interface Moment {
  /** The deadline is over: what is not well now will not be waited for. */
  readonly isOver: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
