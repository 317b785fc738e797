import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '@seatrial/contract';
import { buildImage, readImageSpec } from '@seatrial/image';
import { buildCached } from './build-cached.ts';
import { buildCilium } from './build-cilium.ts';
import { goBuild } from './go-build.ts';
import type { Progress } from '../progress.ts';

const KUBERNETES_VERSION = '1.36.3';
const SOURCES = fileURLToPath(new URL('../../', import.meta.url));

/** Programs a cluster is made of. */
export interface Programs {
  readonly kube: string;
  readonly localPath?: string;
  readonly cilium?: string;
  readonly systemImage?: string;
}

export interface ProgramsWanted {
  readonly node: boolean;
  readonly cilium: boolean;
}

/**
 * Finds the programs of a cluster: where SEATRIAL_KUBE points, in an installed platform package, in the cache, or builds them
 * with Go into the cache (minutes, once per version).
 */
export async function findPrograms(wanted: ProgramsWanted, progress: Progress, signal?: AbortSignal): Promise<Programs> {
  const prebuilt = await findPrebuilt();
  const kube = prebuilt ?? (await buildKube(progress, signal));
  if (!wanted.node) return { kube };
  const beside = dirname(kube);
  const [localPath, systemImage] = [join(beside, 'local-path-provisioner'), join(beside, 'system.tar')];
  const cilium = wanted.cilium ? await findCilium(beside, progress, signal) : undefined;
  return { kube, localPath, systemImage, ...(cilium === undefined ? {} : { cilium }) };
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

async function buildKube(progress: Progress, signal: AbortSignal | undefined): Promise<string> {
  const module = join(SOURCES, 'kube');
  const image = join(SOURCES, 'images', 'system');
  const dir = await buildCached('kube', [module, image], async (output) => {
    const version = 'k8s.io/component-base/version';
    const [major, minor] = KUBERNETES_VERSION.split('.');
    const ldflags = `-X ${version}.gitVersion=v${KUBERNETES_VERSION} -X ${version}.gitMajor=${major ?? ''} -X ${version}.gitMinor=${minor ?? ''}`;
    await goBuild(
      { module, target: '.', output: join(output, 'seatrial-kube'), what: `Kubernetes v${KUBERNETES_VERSION}`, ldflags },
      progress,
      signal,
    );
    const provisioner = 'github.com/rancher/local-path-provisioner';
    await goBuild(
      { module, target: provisioner, output: join(output, 'local-path-provisioner'), what: 'the volume provisioner' },
      progress,
      signal,
    );
    const spec = await readImageSpec(join(image, 'image.yaml'));
    await buildImage(spec, join(output, 'system.tar'), { baseDir: image, ...(signal === undefined ? {} : { signal }) });
  });
  return join(dir, 'seatrial-kube');
}

async function findCilium(beside: string, progress: Progress, signal: AbortSignal | undefined): Promise<string> {
  const shipped = join(beside, 'cilium');
  if (await exists(shipped)) return shipped;
  const module = join(SOURCES, 'cilium');
  return buildCached('cilium', [module], (output) => buildCilium(module, output, progress, signal));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
