import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EnvironmentError } from '@seatrial/contract';
import type { ChangeObject, Unknown } from '@seatrial/contract';
import { auditPosition, flowPosition, listImages, loadImages, upCluster } from '@seatrial/cluster';
import type { Layout } from '@seatrial/cluster';
import { createEnvironment, removeEnvironment } from '@seatrial/environment';
import { connectKube } from '@seatrial/kube';
import type { Identity } from '@seatrial/kube';
import type { PlatformSnapshot } from '@seatrial/platform';
import type { Say, StageResult } from './course.ts';
import { hasImage } from './has-image.ts';
import type { Ground } from './ground.ts';
import type { TrialInput } from './trial-input.ts';

export async function openGround(
  input: TrialInput,
  change: readonly ChangeObject[],
  snapshot: PlatformSnapshot | undefined,
  say: Say,
  signal: AbortSignal | undefined,
): Promise<StageResult<Ground>> {
  const cluster = await upCluster(
    { name: input.cluster, nodes: { kind: 'real' }, cni: input.cni },
    ({ component, text }) => say(`${component}: ${text}`),
    signal,
  );
  const { layout } = cluster;
  const unlock = await lock(layout);
  const kube = connectKube({ kubeconfig: layout.kubeconfig });
  const close = async (): Promise<void> => {
    try {
      await removeEnvironment(kube);
    } finally {
      kube.close();
      await unlock();
    }
  };
  try {
    if (input.images.length > 0) say(`loading images from ${input.images.join(', ')}`);
    await loadImages(layout, input.images, signal);
    const images = new Set(await listImages(layout));
    say(snapshot === undefined ? 'no platform given' : `loading platform ${snapshot.name}`);
    const objects = change.map((one) => one.object);
    const environment = await createEnvironment({
      kube,
      snapshot,
      change: objects,
      nodeName: layout.nodeName,
      hasImage: (name) => hasImage(images, name),
      signal,
    });
    const deployer = input.as ?? snapshot?.deployer;
    const ground: Ground = {
      kube,
      layout,
      kubernetes: cluster.kubernetes,
      deployer,
      unknowns: [...environment.unknowns, ...unknownsOf(layout, snapshot, deployer)],
      secretValues: environment.secretValues,
      since: { audit: await auditPosition(layout), flows: await flowPosition(layout) },
      close,
    };
    return { value: ground, status: 'passed' };
  } catch (error) {
    await close();
    throw error;
  }
}

function unknownsOf(layout: Layout, snapshot: PlatformSnapshot | undefined, deployer: Identity | undefined): readonly Unknown[] {
  const unknowns: Unknown[] = [];
  if (snapshot !== undefined && deployer === undefined) {
    unknowns.push({
      what: 'whether the deployer may apply this change',
      why: 'no deployer is named (--as USER, or deployer in platform.yaml): it was applied as administrator',
    });
  }
  if (layout.spec.cni === 'bridge')
    unknowns.push({ what: 'network policies', why: 'the cluster runs the bridge plugin, which does not enforce them' });
  return unknowns;
}

/** Two trials in one cluster would see each other: the second is told so. A lock whose owner has died does not count. */
async function lock(layout: Layout): Promise<() => Promise<void>> {
  const file = join(layout.dir, 'trial.lock');
  for (;;) {
    const handle = await open(file, 'wx', 0o600).catch(() => undefined);
    if (handle !== undefined) {
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    }
    const owner = await ownerOf(file);
    if (owner !== undefined) {
      throw new EnvironmentError(
        'cluster-busy',
        `Cluster "${layout.spec.name}" is in use by another trial (process ${String(owner)}). Wait for it, or use another cluster: --cluster NAME`,
      );
    }
    await rm(file, { force: true });
  }
}

async function ownerOf(file: string): Promise<number | undefined> {
  const handle = await open(file).catch(() => undefined);
  const pid = Number(await handle?.readFile('utf8'));
  await handle?.close();
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}
