import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rooms } from './rooms.mjs';

const README_PARTS = ['Purpose', 'In → Out', 'Never', 'Start reading at', 'Add a new'];
const README_MAX_LINES = 60;
const EXIT_CODES = { UsageError: '2', EnvironmentError: '3', InternalError: '3' };

/** Checks what import rules cannot see: that every room looks the same and declares what it uses. */
const problems = [...checkTable(), ...rooms.flatMap(checkRoom), ...rooms.flatMap(checkErrorBlame)];
for (const { place, problem, remedy } of problems) console.error(`${place}  ${problem} ${remedy}`);
if (problems.length > 0) process.exitCode = 1;

function checkTable() {
  const known = new Set(rooms.map((room) => room.name));
  const folders = readdirSync('packages', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    ...folders
      .filter((folder) => !known.has(folder.name))
      .map((folder) => ({
        place: `packages/${folder.name}`,
        problem: 'is not in the table of rooms, so no border guards it.',
        remedy: 'Add a line to tools/rooms.mjs, or remove the folder.',
      })),
    ...rooms.flatMap((room) =>
      room.mayImport
        .filter((name) => !known.has(name))
        .map((name) => ({
          place: 'tools/rooms.mjs',
          problem: `Room ${room.name} may import "${name}", which is no room.`,
          remedy: 'Mend the name.',
        })),
    ),
  ];
}

function checkRoom(room) {
  const folder = `packages/${room.name}`;
  if (!existsSync(`${folder}/package.json`)) {
    return [{ place: folder, problem: 'has no package.json.', remedy: 'Make the room, or remove its line from tools/rooms.mjs.' }];
  }
  return [...checkEntry(room, folder), ...checkReadme(folder), ...checkDependencies(room, folder), ...checkPurpose(room, folder)];
}

function checkEntry(room, folder) {
  const entry = `${folder}/src/${room.name === 'cli' ? 'main' : 'index'}.ts`;
  if (existsSync(entry)) return [];
  return [{ place: entry, problem: 'is missing: it is the door of the room.', remedy: 'Write it, with explicit named exports.' }];
}

function checkReadme(folder) {
  const place = `${folder}/README.md`;
  if (!existsSync(place)) {
    return [{ place, problem: 'is missing.', remedy: `Write it, at most ${README_MAX_LINES} lines: ${README_PARTS.join(' / ')}.` }];
  }
  const text = readFileSync(place, 'utf8');
  const missing = README_PARTS.filter((part) => !text.toLowerCase().includes(part.toLowerCase()));
  const lines = text.trimEnd().split('\n').length;
  const problems = [];
  if (missing.length > 0)
    problems.push({ place, problem: `has no part "${missing.join('", "')}".`, remedy: 'Every room has the same parts: write it.' });
  if (lines > README_MAX_LINES) {
    problems.push({
      place,
      problem: `has ${lines} lines, more than ${README_MAX_LINES}.`,
      remedy: 'Move detail to docs/ or next to the code.',
    });
  }
  return problems;
}

/** Imports of other rooms, their packages and their project references are three lists that must say the same. */
function checkDependencies(room, folder) {
  const place = `${folder}/package.json`;
  const { dependencies = {} } = readJson(place);
  const roomDependencies = Object.keys(dependencies)
    .filter((name) => name.startsWith('@seatrial/'))
    .map((name) => name.slice('@seatrial/'.length));
  const references = (readJson(`${folder}/tsconfig.json`).references ?? []).map(({ path }) => path.replace('../', ''));
  return [
    ...roomDependencies
      .filter((name) => !room.mayImport.includes(name))
      .map((name) => ({
        place,
        problem: `depends on @seatrial/${name}, which room ${room.name} may not import.`,
        remedy: 'Remove the dependency, or, if the design changed, edit tools/rooms.mjs.',
      })),
    ...roomDependencies
      .filter((name) => !references.includes(name))
      .map((name) => ({
        place: `${folder}/tsconfig.json`,
        problem: `has no reference to ../${name}.`,
        remedy: 'Add it, so that tsc -b builds in order.',
      })),
    ...references
      .filter((name) => !roomDependencies.includes(name))
      .map((name) => ({
        place,
        problem: `has no dependency @seatrial/${name}, but tsconfig.json refers to it.`,
        remedy: 'Add it here or remove it there.',
      })),
    ...Object.entries(dependencies)
      .filter(([, version]) => !/^\d/.test(version))
      .map(([name, version]) => ({ place, problem: `asks for ${name} ${version}.`, remedy: 'Pin an exact version.' })),
  ];
}

function checkPurpose(room, folder) {
  const place = `${folder}/package.json`;
  const { description } = readJson(place);
  if (description === room.purpose) return [];
  return [{ place, problem: `says "${description}", tools/rooms.mjs says "${room.purpose}".`, remedy: 'Make them the same sentence.' }];
}

/** The exit code of an error's class and the one that docs/errors.md gives for its code are one promise. */
function checkErrorBlame({ name }) {
  const documented = documentedExitCodes();
  const src = `packages/${name}/src`;
  const files = readdirSync(src, { recursive: true }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return files.flatMap((file) =>
    [...readFileSync(`${src}/${file}`, 'utf8').matchAll(/new (UsageError|EnvironmentError|InternalError)\(\s*'([a-z-]+)'/g)]
      .filter(([, blame, code]) => !documented.get(code)?.includes(EXIT_CODES[blame]))
      .map(([, blame, code]) => ({
        place: `${src}/${file}`,
        problem: `throws ${blame} "${code}", which exits with ${EXIT_CODES[blame]}; docs/errors.md says ${documented.get(code) ?? 'nothing'}.`,
        remedy: 'Choose the class that blames the one who can mend it, or correct the section.',
      })),
  );
}

function documentedExitCodes() {
  const sections = readFileSync('docs/errors.md', 'utf8').matchAll(/^## `([a-z-]+)`[^]*?^\*\*Exit code:\*\* (.+)$/gm);
  return new Map([...sections].map(([, code, exitCodes]) => [code, exitCodes]));
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
