import type { ProgressEvent } from '@seatrial/service';
import { stopwatch } from './elapsed.ts';
import type { Terminal } from './terminal.ts';

const HEARTBEAT_MS = 20_000;

/** Shows each component as it starts; long work updates one line on a terminal, and says a line now and then elsewhere. */
export function showClusterProgress(terminal: Terminal): (event: ProgressEvent) => void {
  const elapsed = stopwatch();
  let lastSaid = performance.now();
  return ({ component, text, done }) => {
    const line = `${elapsed().padStart(8)}  ${component.padEnd(24)} ${text}`;
    const isDue = performance.now() - lastSaid > HEARTBEAT_MS;
    if (!done) terminal.status(line);
    if (!done && (!isDue || terminal.isLive)) return;
    terminal.say(line);
    lastSaid = performance.now();
  };
}
