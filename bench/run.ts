import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { downCluster, loadImages, statusOf, upCluster } from '@seatrial/cluster';
import type { Cluster, ProgressEvent } from '@seatrial/cluster';
import { buildImage, readImageSpec } from '@seatrial/image';
import { connectKube } from '@seatrial/kube';
import type { KubeClient } from '@seatrial/kube';

/** Measures what the embedded cluster promises, with a warm binary: npm run bench. Results go to bench/results/cluster.json. */
const RUNS = 3;
const PODS = 9;
const repository = join(dirname(fileURLToPath(import.meta.url)), '..');

interface Start {
  readonly apiServerMs: number;
  readonly dnsMs: number;
  readonly downMs: number;
  readonly podMs: readonly number[];
  readonly memoryMB: number;
}

async function main(): Promise<void> {
  const starts: Start[] = [];
  for (let run = 0; run < RUNS; run += 1) starts.push(await measure(await probeArchive()));
  const result = {
    machine: { cpus: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), model: cpus()[0]?.model },
    runs: RUNS,
    medians: {
      'control plane ready (s)': seconds(median(starts.map((start) => start.apiServerMs))),
      'node ready with DNS answering (s)': seconds(median(starts.map((start) => start.dnsMs))),
      'down (s)': seconds(median(starts.map((start) => start.downMs))),
      'pod from create to done, p50 (s)': seconds(median(starts.flatMap((start) => start.podMs))),
      'resident memory of the cluster (MB)': median(starts.map((start) => start.memoryMB)),
    },
    targets: {
      'control plane ready (s)': 6,
      'node ready with DNS answering (s)': 15,
      'down (s)': 5,
      'pod from create to done, p50 (s)': 3.5,
    },
    starts,
  };
  await writeFile(join(repository, 'bench/results/cluster.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result.medians, null, 2));
}

async function probeArchive(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seatrial-bench-'));
  const spec = join(repository, 'examples/images/probe/image.yaml');
  await buildImage(await readImageSpec(spec), join(folder, 'probe.tar'), { baseDir: dirname(spec) });
  return join(folder, 'probe.tar');
}

async function measure(archive: string): Promise<Start> {
  const start = performance.now();
  let began = start;
  let apiServerMs = 0;
  const onProgress = ({ component, text, done }: ProgressEvent): void => {
    if (component === 'build' && done) began = performance.now();
    if (component === 'kube-apiserver' && text.startsWith('ready')) apiServerMs = performance.now() - began;
  };
  const cluster = await upCluster({ name: 'bench', nodes: { kind: 'real' }, cni: 'cilium' }, onProgress);
  const dnsMs = performance.now() - began;
  const { podMs, memoryMB } = await measurePods(cluster, archive);
  const before = performance.now();
  await downCluster('bench');
  const downMs = performance.now() - before;
  await rm(dirname(archive), { recursive: true });
  return { apiServerMs, dnsMs, downMs, podMs, memoryMB };
}

async function measurePods(cluster: Cluster, archive: string): Promise<Pick<Start, 'podMs' | 'memoryMB'>> {
  await loadImages(cluster.layout, [archive]);
  const kube = connectKube({ kubeconfig: cluster.layout.kubeconfig });
  const podMs: number[] = [];
  for (let number = 0; number < PODS; number += 1) podMs.push(await runPod(kube, `bench-${String(number)}`));
  kube.close();
  return { podMs, memoryMB: Math.round((await statusOf('bench')).memoryBytes / 1e6) };
}

async function runPod(kube: KubeClient, name: string): Promise<number> {
  const start = performance.now();
  const container = { name: 'probe', image: 'registry.example/test/probe:1', args: ['exit', '0'] };
  const pod = await kube.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { restartPolicy: 'Never', containers: [container] },
  });
  for (;;) {
    const current = await kube.get(pod);
    if (JSON.stringify(current?.['status']).includes('"phase":"Succeeded"')) return performance.now() - start;
    await sleep(20);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 10) / 100;
}

await main();
