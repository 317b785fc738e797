import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunEvent, Stage } from '@seatrial/contract';
import { showRunEvents } from './show-run-events.ts';
import { screen } from './testdata/screen.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

const at = '2026-11-23T10:00:00.000Z';
const CLEAR = '\r\u001B[2K';
const started: RunEvent = { kind: 'stage-started', at, stage: 'deploy' };
const finished = (stage: Stage): RunEvent => ({ kind: 'stage-finished', at, stage });
const progress = (text: string): RunEvent => ({ kind: 'stage-progress', at, stage: 'deploy', text });

test.each<{ readonly event: RunEvent; readonly said: string }>([
  { event: started, said: '   0.0 s  deploy       …\n' },
  { event: finished({ name: 'deploy', status: 'passed', durationMs: 1234 }), said: '   0.0 s  deploy       passed in 1.2 s\n' },
  {
    event: finished({ name: 'deploy', status: 'failed', durationMs: 1234, reason: '1 of 3 objects\nwere refused' }),
    said: '   0.0 s  deploy       failed in 1.2 s: 1 of 3 objects were refused\n',
  },
  {
    event: finished({ name: 'observe', status: 'skipped', durationMs: 0, reason: 'there is no environment' }),
    said: '   0.0 s  observe      skipped: there is no environment\n',
  },
  // The report says at its end what was wrong; here it would be said twice.
  { event: finished({ name: 'deploy', status: 'error', durationMs: 99, reason: 'long' }), said: '   0.0 s  deploy       error in 0.1 s\n' },
  { event: { kind: 'run-started', at, run: 'x', paths: [] }, said: '' },
  { event: { kind: 'unknown', at, unknown: { what: 'a', why: 'b' } }, said: '' },
])('$event.kind $event.stage.status is told as "$said"', ({ event, said }) => {
  const { terminal, out, talk } = screen();
  showRunEvents(terminal)(event);
  expect([out(), talk()]).toEqual(['', said]);
});

test('on a terminal progress is one line that updates itself', () => {
  const { terminal, talk } = screen({ isTTY: true });
  const show = showRunEvents(terminal);
  show(progress('applying A'));
  vi.advanceTimersByTime(60_000);
  show(progress('applying \u001B[31mB'));
  expect(talk()).toBe(`${CLEAR}   0.0 s  deploy       applying A${CLEAR}  60.0 s  deploy       applying B`);
});

test('elsewhere progress is a line every 15 seconds, so that nobody thinks that it hangs', () => {
  const { terminal, talk } = screen();
  const show = showRunEvents(terminal);
  show(started);
  for (let second = 1; second <= 40; second += 1) {
    vi.advanceTimersByTime(1000);
    show(progress(`second ${String(second)}`));
  }
  expect(talk()).toBe('   0.0 s  deploy       …\n  16.0 s  deploy       second 16\n  32.0 s  deploy       second 32\n');
});
