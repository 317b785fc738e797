import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@seatrial/contract';
import { buildImage, readImageSpec } from '@seatrial/image';
import type { Progress } from '../progress.ts';
import { buildCached } from './build-cached.ts';
import { buildCilium } from './build-cilium.ts';
import { goBuild } from './go-build.ts';

const KUBERNETES_VERSION = '1.36.3';
const SOURCES = fileURLToPath(new URL('../../', import.meta.url));
const KUBE_MODULE = join(SOURCES, 'kube');

/** Programs a cluster is made of; only a real node needs the last three. */
export interface Programs {
  readonly kube: string;
  readonly localPath?: string;
  readonly systemImage?: string;
  readonly cilium?: string;
}

export interface ProgramsWanted {
  readonly node: boolean;
  readonly cilium: boolean;
}

/**
 * Finds the programs of a cluster: those that SEATRIAL_KUBE or an installed platform package provides, else those in the cache.
 * What is in neither is built with Go into the cache (minutes, once per version).
 */
export async function findPrograms(wanted: ProgramsWanted, progress: Progress, signal?: AbortSignal): Promise<Programs> {
  const prebuilt = await findPrebuilt();
  const kube = prebuilt ?? join(await buildKube(progress, signal), 'seatrial-kube');
  if (!wanted.node) return { kube };
  const shipped = prebuilt === undefined ? undefined : dirname(prebuilt);
  const tools = (await holding(shipped, 'local-path-provisioner', 'system.tar')) ?? (await buildNodeTools(progress, signal));
  const node = { kube, localPath: join(tools, 'local-path-provisioner'), systemImage: join(tools, 'system.tar') };
  if (!wanted.cilium) return node;
  const cilium = await holding(shipped === undefined ? undefined : join(shipped, 'cilium'), 'cilium-agent', 'cilium-cni', 'bpf', 'crds');
  return {
    ...node,
    cilium:
      cilium ??
      (await buildCached('cilium', [join(SOURCES, 'cilium')], (output) => buildCilium(join(SOURCES, 'cilium'), output, progress, signal))),
  };
}

async function findPrebuilt(): Promise<string | undefined> {
  const named = process.env['SEATRIAL_KUBE'];
  if (named !== undefined && named !== '') {
    if (await exists(named)) return named;
    throw new UsageError(
      'path-missing',
      `SEATRIAL_KUBE names ${named}, which does not exist. Point it at a seatrial-kube program, or unset it to build one.`,
    );
  }
  try {
    const manifest = createRequire(import.meta.url).resolve(`@seatrial/kube-${process.platform}-${process.arch}/package.json`);
    return join(dirname(manifest), 'bin', 'seatrial-kube');
  } catch {
    return undefined;
  }
}

function buildKube(progress: Progress, signal: AbortSignal | undefined): Promise<string> {
  const version = 'k8s.io/component-base/version';
  const [major = '', minor = ''] = KUBERNETES_VERSION.split('.');
  const ldflags = `-X ${version}.gitVersion=v${KUBERNETES_VERSION} -X ${version}.gitMajor=${major} -X ${version}.gitMinor=${minor}`;
  return buildCached('kube', [KUBE_MODULE], (output) =>
    goBuild(
      { module: KUBE_MODULE, target: '.', output: join(output, 'seatrial-kube'), what: `Kubernetes v${KUBERNETES_VERSION}`, ldflags },
      progress,
      signal,
    ),
  );
}

function buildNodeTools(progress: Progress, signal: AbortSignal | undefined): Promise<string> {
  const image = join(SOURCES, 'images', 'system');
  const manifests = ['go.mod', 'go.sum'].map((name) => join(KUBE_MODULE, name));
  return buildCached('node-tools', [...manifests, image], async (output) => {
    const target = 'github.com/rancher/local-path-provisioner';
    await goBuild(
      { module: KUBE_MODULE, target, output: join(output, 'local-path-provisioner'), what: 'the volume provisioner' },
      progress,
      signal,
    );
    const spec = await readImageSpec(join(image, 'image.yaml'));
    await buildImage(spec, join(output, 'system.tar'), { baseDir: image, ...(signal === undefined ? {} : { signal }) });
  });
}

/** The folder, if it holds all of these. */
async function holding(dir: string | undefined, ...names: readonly string[]): Promise<string | undefined> {
  if (dir === undefined) return undefined;
  const found = await Promise.all(names.map((name) => exists(join(dir, name))));
  return found.every(Boolean) ? dir : undefined;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
