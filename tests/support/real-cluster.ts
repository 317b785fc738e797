import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { downCluster, loadImages, upCluster } from '@seatrial/cluster';
import type { Cluster } from '@seatrial/cluster';
import type { KubeObject } from '@seatrial/contract';
import { buildImage, readImageSpec } from '@seatrial/image';
import { connectKube } from '@seatrial/kube';
import type { KubeClient } from '@seatrial/kube';
import { parse, stringify } from 'yaml';

const PROBE_IMAGE = 'registry.example/test/probe:1';
const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface TestCluster {
  readonly cluster: Cluster;
  readonly kube: KubeClient;
  stop(): Promise<void>;
}

/** Starts a cluster of this name with a real node, and loads the probe image into it. */
export async function startCluster(name: string): Promise<TestCluster> {
  const cluster = await upCluster({ name, nodes: { kind: 'real' }, cni: 'cilium' }, () => undefined);
  const kube = connectKube({ kubeconfig: cluster.layout.kubeconfig });
  const images = await mkdtemp(join(tmpdir(), 'seatrial-images-'));
  await loadImages(cluster.layout, [await buildProbe(images)]);
  return {
    cluster,
    kube,
    async stop() {
      kube.close();
      await downCluster(name);
      await rm(images, { recursive: true });
    },
  };
}

/** Builds the probe image into a folder and returns the archive. */
export async function buildProbe(folder: string): Promise<string> {
  const spec = join(repository, 'examples/images/probe/image.yaml');
  const archive = join(folder, 'probe.tar');
  await buildImage(await readImageSpec(spec), archive, { baseDir: dirname(spec) });
  return archive;
}

/** Asks until the answer is there; the message says what was waited for. */
export async function eventually<Value>(what: string, ask: () => Promise<Value | undefined>, timeoutMs = 60_000): Promise<Value> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${String(timeoutMs / 1000)} s for ${what}, in vain`);
    await sleep(100);
  }
}

export async function createNamespace(kube: KubeClient, name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
  await kube.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  await eventually(`the ServiceAccount of ${name}`, () =>
    kube.get({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } }),
  );
}

/** A client that is a ServiceAccount, by a token of its own. */
export async function connectAs({ cluster, kube }: TestCluster, namespace: string, name: string): Promise<KubeClient> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const { body } = await kube.raw({
    method: 'POST',
    path,
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  });
  const { token } = (body as { readonly status: { readonly token: string } }).status;
  const config = parse(await readFile(cluster.layout.kubeconfig, 'utf8')) as { users: { user: unknown }[] };
  for (const user of config.users) user.user = { token };
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-account-'));
  await writeFile(join(folder, 'kubeconfig'), stringify(config), { mode: 0o600 });
  const client = connectKube({ kubeconfig: join(folder, 'kubeconfig') });
  await rm(folder, { recursive: true });
  return client;
}

export interface PodOptions {
  readonly namespace: string;
  readonly name: string;
  readonly args: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Extra fields of the pod and of its container. */
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly container?: Readonly<Record<string, unknown>>;
}

/** A pod that runs the probe once. */
export function probePod({ namespace, name, args, labels, spec, container }: PodOptions): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'probe', image: PROBE_IMAGE, args, ...container }],
      ...spec,
    },
  };
}

interface PodStatus {
  readonly phase?: string;
  readonly podIP?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly containerStatuses?: readonly {
    readonly state: { readonly terminated?: { readonly exitCode: number; readonly reason: string } };
  }[];
}

function statusOfPod(pod: KubeObject): PodStatus {
  return pod['status'] as PodStatus;
}

/** Runs a pod to its end; returns how its container ended and what it wrote. */
export async function runPod(
  kube: KubeClient,
  options: PodOptions,
): Promise<{ readonly exitCode: number; readonly reason: string; readonly log: string }> {
  const pod = await kube.create(probePod(options));
  const ended = await eventually(`the end of pod ${options.name}`, async () => {
    const current = await kube.get(pod);
    const terminated = current === undefined ? undefined : statusOfPod(current).containerStatuses?.[0]?.state.terminated;
    return terminated;
  });
  const log = await kube.podLog(options, { container: 'probe' });
  await kube.delete(pod, { graceSeconds: 0 });
  return { exitCode: ended.exitCode, reason: ended.reason, log: log ?? '' };
}

/** Starts a pod that serves, and waits until it is Ready; returns its address. */
export async function servePod(kube: KubeClient, options: Omit<PodOptions, 'args'>): Promise<string> {
  const pod = await kube.create(probePod({ ...options, args: ['serve'] }));
  return eventually(`pod ${options.name} to be Ready`, async () => {
    const current = await kube.get(pod);
    const status = current === undefined ? undefined : statusOfPod(current);
    return status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true
      ? status.podIP
      : undefined;
  });
}
