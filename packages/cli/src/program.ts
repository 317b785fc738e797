import { Command } from 'commander';
import type { ExitCode } from '@seatrial/contract';
import type { Context } from './command.ts';
import { commands } from './commands/table.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** The whole command line as a function from arguments to an exit code. */
export function buildProgram(terminal: Terminal, signal: AbortSignal): (argv: readonly string[]) => Promise<ExitCode> {
  const context: Context = { terminal, signal, root: process.cwd() };
  let exitCode: ExitCode = 0;
  const program = new Command('seatrial')
    .description('Tests platform code on the real platform before it is merged, and says with evidence what its author could not see.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.result(text), writeErr: (text) => terminal.say(text.trimEnd()) })
    .showHelpAfterError('(seatrial --help shows all commands)')
    .configureHelp({ showGlobalOptions: true });
  for (const add of commands) {
    add(program, (action) => async (...args) => {
      exitCode = await action(context, ...args);
    });
  }
  return async (argv) => {
    await program.parseAsync([...argv]);
    return exitCode;
  };
}
