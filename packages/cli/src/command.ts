import type { Command } from 'commander';
import type { ExitCode } from '@seatrial/contract';
import type { Terminal } from './terminal.ts';

/** What a command may use. */
export interface Context {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Folder that .seatrial is kept in. */
  readonly root: string;
}

/** Adds one command to its parent; its action returns the exit code. */
export type AddCommand = (
  parent: Command,
  run: <Args extends unknown[]>(action: (context: Context, ...args: Args) => Promise<ExitCode>) => (...args: Args) => Promise<void>,
) => void;
