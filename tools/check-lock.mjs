import { readFileSync } from 'node:fs';

/** Checks that `npm ci` works with this lock file on every system and from every registry. */
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const problems = Object.entries(packages).flatMap(([path, entry]) => [...checkHost(path, entry), ...checkOptional(path, entry)]);
for (const problem of problems) console.error(`package-lock.json  ${problem}`);
if (problems.length > 0) process.exitCode = 1;

function checkHost(path, { resolved, link }) {
  if (link || resolved === undefined) return [];
  return [`${path} names the host it came from. Remove "resolved" and install again: .npmrc keeps it out.`];
}

/** npm leaves out what its registry does not serve, and `npm ci` then refuses the lock file everywhere. */
function checkOptional(path, { optionalDependencies = {} }) {
  return Object.entries(optionalDependencies)
    .filter(([name]) => packages[`node_modules/${name}`] === undefined && packages[`${path}/node_modules/${name}`] === undefined)
    .map(
      ([name, version]) =>
        `lacks ${name} ${version}, an optional part of ${path}. Install from a registry that serves it, or add its version, os and cpu by hand.`,
    );
}
