import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { screen } from './testdata/screen.ts';
import { version } from './version.ts';

interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly talk: string;
}

async function seatrial(...args: readonly string[]): Promise<Ended> {
  const { terminal, out, talk } = screen();
  const run = buildProgram(terminal, new AbortController().signal);
  const exitCode = await run(['node', 'seatrial', ...args]).catch((error: unknown) => reportError(error, terminal));
  return { exitCode, out: out(), talk: talk() };
}

const COMMANDS = [
  'trial',
  'report',
  'cluster up',
  'cluster down',
  'cluster status',
  'cluster load-image',
  'cluster kubeconfig',
  'image build',
];
const SEE_HELP = '(seatrial --help shows all commands)\n';

test('--version is the version of the package', async () => {
  expect(await seatrial('--version')).toEqual({ exitCode: 0, out: `${version()}\n`, talk: '' });
  expect(version()).toMatch(/^\d+\.\d+\.\d+/);
});

test('--help names every command', async () => {
  const { exitCode, out, talk } = await seatrial('--help');
  expect([exitCode, talk]).toEqual([0, '']);
  const listed = out.slice(out.indexOf('\nCommands:\n'));
  expect([...listed.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1])).toEqual(['trial', 'report', 'cluster', 'image', 'help']);
});

describe.each(COMMANDS)('seatrial %s --help', (command) => {
  test('shows two examples of it and goes to stdout', async () => {
    const { exitCode, out, talk } = await seatrial(...command.split(' '), '--help');
    expect([exitCode, talk]).toEqual([0, '']);
    const examples = (out.split('\nExamples:\n')[1] ?? '').trimEnd().split('\n');
    expect(examples).toHaveLength(2);
    expect(examples.every((example) => example.includes(`seatrial ${command}`))).toBe(true);
  });
});

test.each([
  { args: ['tril'], said: "error: unknown command 'tril'\n(Did you mean trial?)" },
  { args: ['rocket'], said: "error: unknown command 'rocket'" },
  { args: ['trial', 'a.yaml', '--rocket'], said: "error: unknown option '--rocket'" },
  { args: ['trial'], said: "error: missing required argument 'path'" },
  { args: ['report', 'a', 'b'], said: "error: too many arguments for 'report'. Expected 1 argument but got 2." },
  { args: ['image', 'build', 'image.yaml'], said: "error: required option '-o, --output <file>' not specified" },
  {
    args: ['report', 'x', '-o', 'html'],
    said: "error: option '-o, --output <format>' argument 'html' is invalid. Allowed choices are text, json.",
  },
  {
    args: ['trial', 'a.yaml', '--deadline', '90'],
    said: `error: option '--deadline <duration>' argument '90' is invalid. "90" is no duration. Write a number and a unit, for example 90s, 2m or 500ms.`,
  },
  {
    args: ['cluster', 'up', '--cni', 'flannel'],
    said: "error: option '--cni <plugin>' argument 'flannel' is invalid. Allowed choices are cilium, bridge.",
  },
])('seatrial $args exits with 2 and says why, on stderr only', async ({ args, said }) => {
  const { exitCode, out, talk } = await seatrial(...args);
  expect([exitCode, out]).toEqual([2, '']);
  expect(talk.replaceAll('\n\n', '\n')).toBe(`${said}\n${SEE_HELP}`);
});

test.each([
  {
    args: ['trial', 'a.yaml', '--as-group', 'dev'],
    said: 'error: --as-group needs --as: say which user has these groups.\n(option-invalid: docs/errors.md#option-invalid)\n',
  },
  ...['simulated:0', 'simulated:5001', 'simulated:', 'simulated:-1', 'three'].map((nodes) => ({
    args: ['cluster', 'up', '--nodes', nodes],
    said: `error: --nodes "${nodes}" is not understood. Write real, or simulated:N with N from 1 to 5000, for example simulated:3.\n(option-invalid: docs/errors.md#option-invalid)\n`,
  })),
])('seatrial $args exits with 2 and says what to write', async ({ args, said }) => {
  expect(await seatrial(...args)).toEqual({ exitCode: 2, out: '', talk: said });
});

test.each([{ args: [] }, { args: ['cluster'] }, { args: ['image'] }])(
  'seatrial $args alone shows help, and is no success',
  async ({ args }) => {
    const { exitCode, out, talk } = await seatrial(...args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(talk).toMatch(/^Usage: seatrial/);
  },
);

describe('without any cluster', () => {
  beforeEach(() => void vi.stubEnv('SEATRIAL_HOME', '/nowhere/seatrial'));
  afterEach(() => void vi.unstubAllEnvs());

  test.each([
    { args: ['cluster', 'status'], out: 'There is no cluster. Start one: seatrial cluster up\n' },
    { args: ['cluster', 'status', '--output', 'json'], out: '[]\n' },
    { args: ['cluster', 'down', '--all'], out: 'There was no cluster.\n' },
  ])('seatrial $args says so and is fine', async ({ args, out }) => {
    expect(await seatrial(...args)).toEqual({ exitCode: 0, out, talk: '' });
  });

  test.each([['status'], ['kubeconfig']])('seatrial cluster %s dev is no success', async (verb) => {
    expect(await seatrial('cluster', verb, 'dev')).toEqual({
      exitCode: 3,
      out: '',
      talk: 'error: There is no cluster "dev". There is no cluster. Start it: seatrial cluster up dev\n(cluster-missing: docs/errors.md#cluster-missing)\n',
    });
  });
});
