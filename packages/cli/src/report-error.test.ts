import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { EnvironmentError, InternalError, UsageError } from '@seatrial/contract';
import { reportError } from './report-error.ts';
import { screen } from './testdata/screen.ts';

const bug = new TypeError('x is undefined');
bug.stack = 'TypeError: x is undefined\n    at trial (trial.ts:1:1)';
const BUG = 'This is a bug of Seatrial (internal: docs/errors.md#internal). Please report it with these lines:\n';

test.each([
  {
    what: 'wrong input',
    error: new UsageError('option-invalid', '--nodes "x" is not understood.'),
    exitCode: 2,
    said: 'error: --nodes "x" is not understood.\n(option-invalid: docs/errors.md#option-invalid)\n',
  },
  {
    what: 'trouble of the environment',
    error: new EnvironmentError('component-failed', 'etcd ended: exit status 1.\nLast lines of etcd:\npanic'),
    exitCode: 3,
    said: 'error: etcd ended: exit status 1.\nLast lines of etcd:\npanic\n(component-failed: docs/errors.md#component-failed)\n',
  },
  {
    what: 'a bug that was foreseen',
    error: new InternalError('internal', 'No such stage.'),
    exitCode: 3,
    said: 'error: No such stage.\n(internal: docs/errors.md#internal)\n',
  },
  { what: 'a bug', error: bug, exitCode: 3, said: `${BUG}TypeError: x is undefined\n    at trial (trial.ts:1:1)\n` },
  { what: 'something thrown that is no error', error: 'oh', exitCode: 3, said: `${BUG}oh\n` },
  { what: 'a wrong command line, which was said already', error: new CommanderError(1, 'x', 'x'), exitCode: 2, said: '' },
  { what: 'help, which is no error', error: new CommanderError(0, 'x', 'x'), exitCode: 0, said: '' },
])('$what exits with $exitCode', ({ error, exitCode, said }) => {
  const { terminal, out, talk } = screen();
  expect(reportError(error, terminal)).toBe(exitCode);
  expect([out(), talk()]).toEqual(['', said]);
});

test('nothing in a message steers the terminal', () => {
  const { terminal, talk } = screen();
  reportError(new EnvironmentError('component-failed', 'a\u001B[31mred\u001B]0;title\u0007\rb'), terminal);
  expect(talk()).toMatch(/^[\P{C}\n]+$/u);
});
