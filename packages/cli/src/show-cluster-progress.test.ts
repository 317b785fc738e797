import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showClusterProgress } from './show-cluster-progress.ts';
import { screen } from './testdata/screen.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

const CLEAR = '\r\u001B[2K';
const building = { component: 'build', text: 'building Kubernetes', done: false };
const built = { component: 'build', text: 'built Kubernetes', done: true };

test('what is done is a line', () => {
  const { terminal, talk } = screen();
  showClusterProgress(terminal)(built);
  expect(talk()).toBe('   0.0 s  build                    built Kubernetes\n');
});

test('on a terminal long work is one line that updates itself until it is done', () => {
  const { terminal, talk } = screen({ isTTY: true });
  const show = showClusterProgress(terminal);
  vi.advanceTimersByTime(30_000);
  show(building);
  show(built);
  expect(talk()).toBe(
    `${CLEAR}  30.0 s  build                    building Kubernetes${CLEAR}  30.0 s  build                    built Kubernetes\n`,
  );
});

test('elsewhere long work says a line every 20 seconds', () => {
  const { terminal, talk } = screen();
  const show = showClusterProgress(terminal);
  for (let second = 1; second <= 45; second += 1) {
    vi.advanceTimersByTime(1000);
    show(building);
  }
  expect(talk()).toBe('  21.0 s  build                    building Kubernetes\n  42.0 s  build                    building Kubernetes\n');
});
