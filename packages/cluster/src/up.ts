import { existsSync } from 'node:fs';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EnvironmentError, UsageError } from '@seatrial/contract';
import { connectKube } from '@seatrial/kube';
import type { KubeClient } from '@seatrial/kube';
import { installAddons, installFoundation } from './addons/install.ts';
import { findPrograms } from './binaries/programs.ts';
import { clusterDir, readSpec, writeSpec } from './cluster-dir.ts';
import type { ClusterSpec } from './cluster-dir.ts';
import type { Component } from './components/component.ts';
import { CNI_BIN_DIR, CNI_CONF_DIR } from './components/cni-dirs.ts';
import { componentsOf } from './components/table.ts';
import { clusterLock, removeCluster } from './down.ts';
import { explainFailure } from './explain-failure.ts';
import { writeKubeconfigs } from './kubeconfigs.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { importImage } from './load-image.ts';
import { takeLock } from './lock.ts';
import { planSpec } from './plan-spec.ts';
import type { UpOptions } from './plan-spec.ts';
import { createPki } from './pki.ts';
import { checkNodePrerequisites, cniPluginDir } from './prerequisites.ts';
import type { Progress } from './progress.ts';
import { launchSupervisor, listProcesses, startProcess } from './supervisor.ts';
import { waitFor } from './wait-for.ts';
import { waitForApiServer, waitForNodes } from './wait-for-cluster.ts';

/** File that says that a cluster came up whole. */
const STARTED_ONCE = 'started';

/** A cluster that answers. */
export interface Cluster {
  readonly layout: Layout;
  readonly kubernetes: string;
  /** False if it was running already and nothing had to be repaired. */
  readonly started: boolean;
}

/**
 * Starts a cluster, or repairs one that lost components; returns when pods can run and names resolve.
 * Stopped or failed half-way it removes what it had started. Throws EnvironmentError with the failing component's last log lines.
 */
export async function upCluster(options: UpOptions, progress: Progress, signal?: AbortSignal): Promise<Cluster> {
  clusterDir(options.name);
  const lock = await takeLock(clusterLock(options.name));
  if ('owner' in lock)
    throw new EnvironmentError(
      'cluster-busy',
      `Cluster "${options.name}" is being started or stopped by process ${String(lock.owner)}. Wait for it, then try again.`,
    );
  try {
    const known = await readSpec(options.name);
    if (known === undefined || !(await isWholeAndRunning(known))) return await startNew(options, progress, signal);
    refuseOther(known, options);
    return await repair(known, progress, signal);
  } finally {
    await lock.release();
  }
}

/** A start that was killed half-way left a cluster that no repair completes. */
async function isWholeAndRunning(spec: ClusterSpec): Promise<boolean> {
  const layout = layoutOf(spec);
  return existsSync(join(layout.dir, STARTED_ONCE)) && (await listProcesses(layout)) !== undefined;
}

function refuseOther(known: ClusterSpec, { name, nodes, cni }: UpOptions): void {
  const isSame = JSON.stringify(known.nodes) === JSON.stringify(nodes) && (nodes.kind === 'simulated' || known.cni === cni);
  if (isSame) return;
  const what = known.nodes.kind === 'real' ? `a real node and ${known.cni}` : `${String(known.nodes.count)} simulated nodes`;
  throw new UsageError(
    'cluster-not-supported',
    `Cluster "${name}" is running with ${what}. Use another name, or remove it first: seatrial cluster down ${name}`,
  );
}

async function startNew(options: UpOptions, progress: Progress, signal: AbortSignal | undefined): Promise<Cluster> {
  if (options.nodes.kind === 'real') checkNodePrerequisites(options.cni);
  const programs = await findPrograms({ node: options.nodes.kind === 'real', cilium: options.cni === 'cilium' }, progress, signal);
  // What a crash or a kill left of an earlier cluster of this name goes first.
  await removeCluster(options.name);
  const layout = layoutOf(await planSpec(options, programs));
  try {
    await prepare(layout);
    await launchSupervisor(layout);
    return await start(layout, programs.systemImage, progress, signal);
  } catch (error) {
    const explained = signal?.aborted === true ? aborted(error) : await explainFailure(layout, error);
    await removeCluster(options.name);
    throw explained;
  }
}

function aborted(cause: unknown): EnvironmentError {
  return new EnvironmentError('aborted', 'Stopped on request; what had been started of the cluster is removed.', { cause });
}

async function repair(spec: ClusterSpec, progress: Progress, signal: AbortSignal | undefined): Promise<Cluster> {
  const layout = layoutOf(spec);
  const running = new Set((await listProcesses(layout))?.filter((process) => process.running).map((process) => process.name));
  const { first, second } = componentsOf(spec);
  const dead = [...first, ...second].filter((component) => !running.has(component.name));
  for (const component of dead) {
    await startProcess(layout, processOf(layout, component));
    progress({ component: component.name, text: 'was not running; started again', done: true });
  }
  const kube = connectKube({ kubeconfig: layout.kubeconfig });
  try {
    await waitForApiServer(kube, layout, signal);
    await waitForNodes(kube, layout, signal);
    await installAddons(kube, layout, progress, signal);
    return { layout, kubernetes: await kube.version(), started: dead.length > 0 };
  } finally {
    kube.close();
  }
}

/** Everything on disk that the components read. */
async function prepare(layout: Layout): Promise<void> {
  const folders = ['config', 'logs', 'audit', 'flows', 'volumes', 'kubelet', CNI_BIN_DIR, CNI_CONF_DIR];
  for (const folder of folders) await mkdir(join(layout.dir, folder), { recursive: true, mode: folder === 'volumes' ? 0o755 : 0o700 });
  await writeSpec(layout.spec);
  await createPki(layout);
  await writeKubeconfigs(layout);
  const { first, second } = componentsOf(layout.spec);
  for (const component of [...first, ...second]) {
    for (const [name, text] of Object.entries(component.files?.(layout) ?? {}))
      await writeFile(join(layout.config, name), text, { mode: 0o600 });
  }
  if (layout.spec.nodes.kind === 'real') await prepareNetworkPlugin(layout);
}

async function prepareNetworkPlugin(layout: Layout): Promise<void> {
  const bin = join(layout.dir, CNI_BIN_DIR);
  const plugins = layout.spec.cni === 'cilium' ? ['loopback'] : ['loopback', 'bridge', 'host-local', 'portmap'];
  for (const plugin of plugins) await symlink(join(cniPluginDir(), plugin), join(bin, plugin));
  if (layout.spec.cilium !== undefined) await cp(join(layout.spec.cilium, 'cilium-cni'), join(bin, 'cilium-cni'));
  if (layout.spec.cni === 'bridge') await writeFile(join(layout.dir, CNI_CONF_DIR, '10-bridge.conflist'), BRIDGE_CONFLIST);
}

async function start(
  layout: Layout,
  systemImage: string | undefined,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Cluster> {
  const { first, second } = componentsOf(layout.spec);
  const kube = connectKube({ kubeconfig: layout.kubeconfig });
  try {
    const image = startAll(layout, first, progress).then(() => importSystemImage(layout, systemImage, signal));
    image.catch(() => undefined);
    await startedApiServer(kube, layout, image, progress, signal);
    await startAll(layout, second, progress);
    await installFoundation(kube, layout, signal);
    await image;
    await waitForNodes(kube, layout, signal);
    progress({
      component: 'node',
      text:
        layout.spec.nodes.kind === 'real' ? `${layout.nodeName} is Ready` : `${String(layout.spec.nodes.count)} simulated nodes are Ready`,
      done: true,
    });
    await installAddons(kube, layout, progress, signal);
    await writeFile(join(layout.dir, STARTED_ONCE), '');
    return { layout, kubernetes: await kube.version(), started: true };
  } finally {
    kube.close();
  }
}

async function startedApiServer(
  kube: KubeClient,
  layout: Layout,
  starting: Promise<unknown>,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<void> {
  await Promise.race([waitForApiServer(kube, layout, signal), starting.then(() => new Promise<never>(() => undefined))]);
  progress({ component: 'kube-apiserver', text: `ready at ${kube.server}`, done: true });
}

async function startAll(layout: Layout, components: readonly Component[], progress: Progress): Promise<void> {
  for (const component of components) {
    await startProcess(layout, processOf(layout, component));
    progress({ component: component.name, text: 'started', done: true });
  }
}

function processOf(layout: Layout, component: Component): { name: string; argv: readonly string[]; env: Readonly<Record<string, string>> } {
  return { name: component.name, argv: component.argv(layout), env: component.env?.(layout) ?? {} };
}

async function importSystemImage(layout: Layout, file: string | undefined, signal: AbortSignal | undefined): Promise<void> {
  if (layout.spec.nodes.kind !== 'real') return;
  const image = file ?? join(dirname(layout.spec.kube), 'system.tar');
  await waitFor(
    'containerd to answer',
    async () =>
      importImage(layout, image).then(
        () => true,
        () => false,
      ),
    { timeoutMs: 30_000, intervalMs: 100, signal },
  );
}

const BRIDGE_CONFLIST = JSON.stringify({
  cniVersion: '1.0.0',
  name: 'seatrial',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni0',
      isGateway: true,
      ipMasq: true,
      hairpinMode: true,
      ipam: { type: 'host-local', ranges: [[{ subnet: '10.244.0.0/24' }]], routes: [{ dst: '0.0.0.0/0' }] },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
});
