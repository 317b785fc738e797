import { basename, dirname } from 'node:path';
import { UsageError } from '@seatrial/contract';

interface UnsupportedSource {
  readonly what: string;
  readonly marks: (name: string) => boolean;
  readonly remedy: (dir: string) => string;
}

/** Sources that objects are made from: to read them as they are would be to judge something else. */
const UNSUPPORTED: readonly UnsupportedSource[] = [
  {
    what: 'a Helm chart',
    marks: (name) => name === 'Chart.yaml',
    remedy: (dir) => `Render it and give the file: helm template ${quoted(dir)} > rendered.yaml`,
  },
  {
    what: 'a Kustomize folder',
    marks: (name) => ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].includes(name),
    remedy: (dir) => `Build it and give the file: kustomize build ${quoted(dir)} > built.yaml`,
  },
  {
    what: 'a Terraform folder',
    marks: (name) => name.endsWith('.tf') || name.endsWith('.tf.json'),
    remedy: () => 'Give only files and folders of Kubernetes manifests.',
  },
];

/** Throws change-unsupported for a folder with these names in it, if it needs a tool of its own. */
export function refuseUnsupported(dir: string, names: readonly string[]): void {
  const source = UNSUPPORTED.find(({ marks }) => names.some(marks));
  if (source === undefined) return;
  throw new UsageError('change-unsupported', `${dir} is ${source.what}, which this version does not read. ${source.remedy(dir)}`);
}

/** The same for one file: kustomization.yaml stands for its folder. */
export function refuseUnsupportedFile(file: string): void {
  refuseUnsupported(dirname(file), [basename(file)]);
}

/** As a shell needs it, so that the command can be copied. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
