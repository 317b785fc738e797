import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/**
 * What must hold before a change is committed. Each step is a script of package.json, so that it can be run alone:
 * npm run <script>. `node tools/verify.mjs --no-unit` leaves the unit tests out.
 */
const steps = [
  {
    name: 'unit',
    script: 'test:unit',
    remedy: 'Mend the code or, if the behaviour was meant, the test; goldens: npx vitest run -u --project unit.',
  },
  { name: 'types', script: 'verify:types', remedy: 'Mend the types at the lines above.' },
  {
    name: 'lint',
    script: 'verify:lint',
    remedy: 'Mend the code; where a rule makes it worse, // oxlint-disable-next-line <rule> -- <reason>.',
  },
  { name: 'format', script: 'verify:format', remedy: 'Run npm run format.' },
  { name: 'lock file', script: 'verify:lock', remedy: 'Each line above ends with its remedy.' },
  { name: 'rooms', script: 'verify:rooms', remedy: 'Each line above ends with its remedy; the table of rooms is tools/rooms.mjs.' },
  { name: 'borders', script: 'verify:borders', remedy: 'Each rule above names its remedy; rules are in tools/borders.mjs.' },
  { name: 'dead code', script: 'verify:dead-code', remedy: 'Remove what nobody uses, or the word export where only its own file uses it.' },
];
const AT_ONCE = 2;

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const startedAt = Date.now();
const wanted = steps.filter((step) => step.name !== 'unit' || !process.argv.includes('--no-unit'));
const failed = await runAll(wanted);
const verdict = failed.length === 0 ? 'all is well' : `failed: ${failed.map((step) => step.name).join(', ')}`;
console.log(`verify  ${sayTime(startedAt)}  ${verdict}`);
if (failed.length > 0) process.exitCode = 1;

/** Runs two steps at a time, starting in order, and returns those that failed. */
async function runAll(waiting) {
  const queue = [...waiting];
  const failed = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let step = queue.shift(); step !== undefined; step = queue.shift()) if (!(await runStep(step))) failed.push(step);
    }),
  );
  return waiting.filter((step) => failed.includes(step));
}

async function runStep(step) {
  const stepStartedAt = Date.now();
  const { code, output } = await runScript(scripts[step.script]);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${sayTime(stepStartedAt)}  ${step.name}`);
  if (code !== 0) console.log(`\n${output.trim()}\n\n${step.name}: ${step.remedy} Alone: npm run ${step.script}\n`);
  return code === 0;
}

function runScript(command) {
  const PATH = `${resolve('node_modules/.bin')}${delimiter}${process.env.PATH}`;
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((done) => {
    child.on('error', (error) => done({ code: 1, output: error.message }));
    child.on('close', (code) => done({ code, output }));
  });
}

function sayTime(since) {
  return `${((Date.now() - since) / 1000).toFixed(1).padStart(5)} s`;
}
