import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { goBuild } from './go-build.ts';
import type { Progress } from '../progress.ts';

const CILIUM = 'github.com/cilium/cilium';
/** These modules are missing from some checksum databases; go.sum pins them all the same. */
const ENV = { GOFLAGS: '-mod=mod', GONOSUMDB: 'github.com/Azure/*,github.com/aws/*,github.com/osrg/*' };

/** Builds the Cilium agent and its plugin, and lays its eBPF sources and resource definitions beside them. */
export async function buildCilium(module: string, output: string, progress: Progress, signal?: AbortSignal): Promise<void> {
  const common = { module, tags: 'osusergo', env: ENV };
  await goBuild({ ...common, target: `${CILIUM}/daemon`, output: join(output, 'cilium-agent'), what: 'Cilium' }, progress, signal);
  await goBuild(
    { ...common, target: `${CILIUM}/plugins/cilium-cni`, output: join(output, 'cilium-cni'), what: "Cilium's CNI plugin" },
    progress,
    signal,
  );
  const { stdout } = await promisify(execFile)('go', ['list', '-m', '-f', '{{.Dir}}', CILIUM], {
    cwd: module,
    env: { ...process.env, ...ENV },
  });
  const source = stdout.trim();
  await copyWritable(join(source, 'bpf'), join(output, 'bpf'));
  await mkdir(join(output, 'crds'));
  for (const version of ['v2', 'v2alpha1']) {
    await copyWritable(join(source, 'pkg/k8s/apis/cilium.io/client/crds', version), join(output, 'crds', version));
  }
}

/** Go's module cache is read-only; a copy that kept its modes could not be removed again. */
async function copyWritable(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-r', '--no-preserve=mode', from, to]).catch(() => cp(from, to, { recursive: true }));
}
