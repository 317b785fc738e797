import { join } from 'node:path';
import { EnvironmentError, UsageError } from '@seatrial/contract';
import type { ChangeObject, Unknown } from '@seatrial/contract';
import { auditPosition, flowPosition, listImages, loadImages, readSpec, takeLock, upCluster } from '@seatrial/cluster';
import type { Cluster } from '@seatrial/cluster';
import { createEnvironment, removeEnvironment } from '@seatrial/environment';
import { connectKube } from '@seatrial/kube';
import type { Identity } from '@seatrial/kube';
import type { PlatformSnapshot } from '@seatrial/platform';
import type { Say, StageResult } from './course.ts';
import { hasImage } from './has-image.ts';
import { maskOf } from './mask.ts';
import type { Ground } from './ground.ts';
import type { TrialInput } from './trial-input.ts';

export async function openGround(
  input: TrialInput,
  change: readonly ChangeObject[],
  snapshot: PlatformSnapshot | undefined,
  say: Say,
  signal: AbortSignal | undefined,
): Promise<StageResult<Ground>> {
  const running = await readSpec(input.cluster);
  if (running?.nodes.kind === 'simulated') {
    throw new UsageError(
      'cluster-not-supported',
      `Cluster "${input.cluster}" has simulated nodes, which run nothing. Use another: --cluster NAME starts it with a real node.`,
    );
  }
  const options = { name: input.cluster, nodes: { kind: 'real' }, cni: input.cni ?? running?.cni ?? 'cilium' } as const;
  const cluster = await upCluster(options, ({ component, text }) => say(`${component}: ${text}`), signal);
  const { layout } = cluster;
  const lock = await takeLock(join(layout.dir, 'trial.lock'));
  if ('owner' in lock) {
    throw new EnvironmentError(
      'cluster-busy',
      `Cluster "${layout.spec.name}" is in use by another trial (process ${String(lock.owner)}). Wait for it, or use another cluster: --cluster NAME`,
    );
  }
  const kube = connectKube({ kubeconfig: layout.kubeconfig });
  const close = async (): Promise<void> => {
    try {
      await removeEnvironment(kube);
    } finally {
      kube.close();
      await lock.release();
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
      unknowns: [...environment.unknowns, ...unknownsOf(cluster, snapshot, deployer)],
      mask: maskOf(change, environment.secretValues),
      since: { audit: await auditPosition(layout), flows: await flowPosition(layout) },
      close,
    };
    return { value: ground, status: 'passed' };
  } catch (error) {
    await close();
    throw error;
  }
}

function unknownsOf(
  { layout, kubernetes }: Cluster,
  snapshot: PlatformSnapshot | undefined,
  deployer: Identity | undefined,
): readonly Unknown[] {
  const unknowns: Unknown[] = [];
  if (snapshot !== undefined && deployer === undefined) {
    unknowns.push({
      what: 'whether the deployer may apply this change',
      why: 'no deployer is named (--as USER, or deployer in platform.yaml): it was applied as administrator',
    });
  }
  for (const { message, position } of snapshot?.diagnostics ?? []) {
    unknowns.push({
      what:
        position === undefined ? 'a part of the platform snapshot' : `${position.file}:${String(position.line)} of the platform snapshot`,
      why: message,
    });
  }
  if (snapshot?.coverage.kind === 'partial') {
    unknowns.push({
      what: `whatever the change needs of ${snapshot.coverage.missing.join(', ')}`,
      why: 'these parts of the platform were not exported',
    });
  }
  if (snapshot?.kubernetes !== undefined && minorOf(snapshot.kubernetes) !== minorOf(kubernetes)) {
    unknowns.push({
      what: `what Kubernetes ${snapshot.kubernetes} of the platform does otherwise`,
      why: `this trial ran on ${kubernetes}`,
    });
  }
  if (layout.spec.cni === 'bridge')
    unknowns.push({ what: 'network policies', why: 'the cluster runs the bridge plugin, which does not enforce them' });
  return unknowns;
}

function minorOf(version: string): string {
  return /^v?(\d+\.\d+)/.exec(version)?.[1] ?? version;
}
