import { setMaxListeners } from 'node:events';
import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { Terminal } from './terminal.ts';

const INTERRUPTED = 130;

/** Runs one command; the first Ctrl-C stops it in order, the second at once. */
async function main(argv: readonly string[]): Promise<void> {
  const controller = new AbortController();
  // Many requests at a time listen to it, and each stops listening when it ends.
  setMaxListeners(0, controller.signal);
  const terminal = new Terminal(process.stdout, process.stderr);
  const interrupt = (): void => {
    // oxlint-disable-next-line unicorn/no-process-exit -- the second Ctrl-C means now, whatever is still going on
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    terminal.say('Stopping and cleaning up; once more stops at once.');
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    process.exitCode = await buildProgram(terminal, controller.signal)(argv);
  } catch (error) {
    process.exitCode = controller.signal.aborted ? INTERRUPTED : reportError(error, terminal);
  }
  terminal.clear();
  process.off('SIGINT', interrupt);
  process.off('SIGTERM', interrupt);
}

await main(process.argv);
