import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@seatrial/contract';

interface Unsupported {
  readonly isMarked: (names: readonly string[]) => boolean;
  readonly what: string;
  readonly fix: (dir: string) => string;
}

/** Folders whose files are sources of objects, not objects: reading them as they are would judge the wrong thing. */
const UNSUPPORTED: readonly Unsupported[] = [
  {
    isMarked: (names) => names.includes('Chart.yaml'),
    what: 'a Helm chart',
    fix: (dir) => `Render it and give the result: helm template ${dir} > rendered.yaml`,
  },
  {
    isMarked: (names) => names.some((name) => ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].includes(name)),
    what: 'a Kustomize folder',
    fix: (dir) => `Build it and give the result: kustomize build ${dir} > built.yaml`,
  },
  {
    isMarked: (names) => names.some((name) => name.endsWith('.tf')),
    what: 'a Terraform folder',
    fix: () => 'Give the folder of its Kubernetes manifests.',
  },
];

/** YAML and JSON files below a folder in a stable order; hidden folders, node_modules and links are left out. */
export async function findFiles(dir: string): Promise<readonly string[]> {
  const entries = (await readdir(dir, { withFileTypes: true })).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const names = entries.map((entry) => entry.name);
  const unsupported = UNSUPPORTED.find((one) => one.isMarked(names));
  if (unsupported !== undefined) {
    throw new UsageError('change-unsupported', `${dir} is ${unsupported.what}, which this version does not read. ${unsupported.fix(dir)}`);
  }
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      files.push(...(await findFiles(join(dir, entry.name))));
    if (entry.isFile() && /\.(ya?ml|json)$/.test(entry.name)) files.push(join(dir, entry.name));
  }
  return files;
}
