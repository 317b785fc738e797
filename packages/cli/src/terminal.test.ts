import { afterEach, expect, test, vi } from 'vitest';
import { screen } from './testdata/screen.ts';

afterEach(() => vi.unstubAllEnvs());

const CLEAR = '\r\u001B[2K';

test('results and talk go separate ways, each with one line break at its end', () => {
  const { terminal, out, talk } = screen();
  terminal.result('one');
  terminal.result('two\n');
  terminal.say('busy');
  expect([out(), talk()]).toEqual(['one\ntwo\n', 'busy\n']);
});

test('a status line replaces itself, and is gone before anything else is written', () => {
  const { terminal, out, talk } = screen({ isTTY: true });
  terminal.status('10 %');
  terminal.status('20 %');
  terminal.say('done');
  terminal.status('30 %');
  terminal.result('result');
  terminal.clear();
  expect(talk()).toBe(`${CLEAR}10 %${CLEAR}20 %${CLEAR}done\n${CLEAR}30 %${CLEAR}`);
  expect(out()).toBe('result\n');
});

test('a status line that is too long is cut to one column less than the screen has', () => {
  const { terminal, talk } = screen({ isTTY: true, columns: 10 });
  terminal.status('123456789');
  terminal.status('1234567890');
  expect(talk()).toBe(`${CLEAR}123456789${CLEAR}12345678…`);
});

test('elsewhere there is no status line', () => {
  const { terminal, talk } = screen();
  terminal.status('10 %');
  terminal.clear();
  expect(talk()).toBe('');
});

test.each([
  { isTTY: true, columns: 80, width: 80 },
  { isTTY: true, columns: 300, width: 140 },
  { isTTY: false, columns: 80, width: 100 },
])('with a tty $isTTY of $columns columns text is $width wide', ({ width, ...stream }) => {
  expect(screen(stream).terminal.width).toBe(width);
});

test.each([
  { isTTY: true, noColor: '', color: true },
  { isTTY: true, noColor: '1', color: false },
  { isTTY: false, noColor: '', color: false },
])('with a tty $isTTY and NO_COLOR "$noColor" colour is $color', ({ isTTY, noColor, color }) => {
  vi.stubEnv('NO_COLOR', noColor);
  expect(screen({ isTTY }).terminal.color).toBe(color);
});
