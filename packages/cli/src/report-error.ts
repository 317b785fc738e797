import { CommanderError } from 'commander';
import { ExitCode, SeatrialError } from '@seatrial/contract';
import { cleanText } from './render/clean-text.ts';
import type { Terminal } from './terminal.ts';

/** Says what went wrong and returns the exit code: whose fault it is. */
export function reportError(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.pass : ExitCode.usage;
  if (error instanceof SeatrialError) {
    terminal.say(`error: ${cleanText(error.message)}\n(${error.code}: docs/errors.md#${error.code})`);
    return error.exitCode;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.say(`This is a bug of Seatrial (internal: docs/errors.md#internal). Please report it with these lines:\n${cleanText(detail)}`);
  return ExitCode.infrastructure;
}
