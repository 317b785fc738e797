import type { RunEvent } from '@seatrial/contract';
import { showDuration, stopwatch } from './elapsed.ts';
import { cleanLine } from './render/clean-text.ts';
import type { Terminal } from './terminal.ts';

const HEARTBEAT_MS = 15_000;

/** Shows a run as it goes on: a line per stage with its time, and on a terminal what it is doing right now. */
export function showRunEvents(terminal: Terminal): (event: RunEvent) => void {
  const elapsed = stopwatch();
  let lastSaid = performance.now();
  const say = (text: string): void => {
    terminal.say(`${elapsed().padStart(8)}  ${text}`);
    lastSaid = performance.now();
  };
  return (event) => {
    switch (event.kind) {
      case 'stage-started':
        return say(`${event.stage.padEnd(12)} …`);
      case 'stage-progress': {
        const text = `${event.stage.padEnd(12)} ${cleanLine(event.text)}`;
        terminal.status(`${elapsed().padStart(8)}  ${text}`);
        if (!terminal.isLive && performance.now() - lastSaid > HEARTBEAT_MS) say(text);
        return;
      }
      case 'stage-finished': {
        const { name, status, durationMs, reason } = event.stage;
        return say(
          `${name.padEnd(12)} ${status}${status === 'skipped' ? '' : ` in ${showDuration(durationMs)}`}${reason === undefined || status === 'error' ? '' : `: ${cleanLine(reason)}`}`,
        );
      }
      case 'run-started':
      case 'finding':
      case 'unknown':
      case 'run-finished':
        return;
    }
  };
}
