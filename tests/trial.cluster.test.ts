import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '@seatrial/contract';
import { buildImage, readImageSpec } from '@seatrial/image';
import { connectKube } from '@seatrial/kube';
import { buildProbe, eventually } from './support/real-cluster.ts';
import { reportIn, repository, runSeatrial, startSeatrial } from './support/seatrial.ts';

const CLUSTER = 'trials';
let images: string;
let runs: string;

beforeAll(async () => {
  images = await mkdtemp(join(tmpdir(), 'seatrial-images-'));
  runs = await mkdtemp(join(tmpdir(), 'seatrial-runs-'));
  await buildProbe(images);
  const app = join(repository, 'examples/replication-cronjob/app');
  await build({
    entryPoints: [join(app, 'src/main.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(app, 'dist/main.mjs'),
    logLevel: 'warning',
  });
  await buildImage(await readImageSpec(join(app, 'image.yaml')), join(images, 'config-exporter.tar'), { baseDir: app });
  const up = await runSeatrial(['cluster', 'up', CLUSTER]);
  expect(up.exitCode, up.stderr).toBe(0);
  const loaded = await runSeatrial(['cluster', 'load-image', images, '--cluster', CLUSTER]);
  expect(loaded.exitCode, loaded.stderr).toBe(0);
});
afterAll(async () => {
  await runSeatrial(['cluster', 'down', CLUSTER]);
  for (const folder of [images, runs]) await rm(folder, { recursive: true });
});

async function tryOut(...args: readonly string[]): Promise<{ readonly exitCode: number | null; readonly report: Report }> {
  const ended = await runSeatrial(['trial', ...args, '--cluster', CLUSTER, '--output', 'json'], { cwd: runs });
  return { exitCode: ended.exitCode, report: reportIn(ended) };
}

function example(name: string): string {
  return join(repository, 'examples', name);
}

function brief({ findings }: Report): readonly unknown[] {
  return findings.map(({ rule, category, severity, effect, subject: { kind, name } }) => ({
    rule,
    category,
    severity,
    effect,
    kind,
    name,
  }));
}

async function manifest(text: string): Promise<string> {
  const folder = await mkdtemp(join(runs, 'change-'));
  await writeFile(join(folder, 'change.yaml'), text);
  return folder;
}

describe('the first example', () => {
  const platform = example('replication-cronjob/platform');

  test('the change fails for both reasons that its author could not see, each with evidence and its place in the source', async () => {
    const change = example('replication-cronjob/change');
    const { exitCode, report } = await tryOut(change, '--platform', platform, '--images', images);
    expect(exitCode).toBe(1);
    expect(report.verdict).toBe('fail');
    const [rbac, storage, ...others] = report.findings;
    expect(others).toEqual([]);
    expect(rbac).toMatchObject({
      category: 'rbac',
      severity: 'error',
      subject: { kind: 'CronJob', file: join(change, 'cronjob.yaml'), line: 20 },
    });
    expect(rbac?.evidence.find(({ source }) => source === 'audit')?.text).toContain(
      'system:serviceaccount:reporting:config-exporter was denied list configmaps',
    );
    expect(storage).toMatchObject({
      category: 'storage',
      severity: 'error',
      subject: { kind: 'PersistentVolumeClaim', file: join(change, 'claim.yaml') },
    });
    expect(storage?.evidence.find(({ source }) => source === 'log')?.text).toContain('EROFS: read-only file system');
  });

  test('the corrected change passes', async () => {
    const { exitCode, report } = await tryOut(example('replication-cronjob/fixed'), '--platform', platform);
    expect({ exitCode, verdict: report.verdict, findings: report.findings }).toEqual({ exitCode: 0, verdict: 'pass', findings: [] });
  });

  test('nothing of the platform stays in the cluster afterwards', async () => {
    const kubeconfig = (await runSeatrial(['cluster', 'kubeconfig', CLUSTER])).stdout;
    await writeFile(join(runs, 'kubeconfig'), kubeconfig);
    const kube = connectKube({ kubeconfig: join(runs, 'kubeconfig') });
    const names = async (apiVersion: string, kind: string) => (await kube.list(apiVersion, kind)).map((object) => object.metadata.name);
    expect(await names('v1', 'Namespace')).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system', 'seatrial-system']);
    expect(await names('storage.k8s.io/v1', 'StorageClass')).toEqual(['standard']);
    expect(await names('admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy')).toEqual([]);
    kube.close();
  });
});

describe('any folder of manifests', () => {
  test.each([
    ['crash-loop', { rule: 'crash', category: 'runtime', kind: 'Deployment', name: 'invoices' }],
    ['config-missing', { rule: 'missing-config', category: 'reference', kind: 'Deployment', name: 'pricing' }],
    ['image-missing', { rule: 'image-not-found', category: 'image', kind: 'Deployment', name: 'storefront' }],
    ['never-ready', { rule: 'not-ready', category: 'runtime', kind: 'Deployment', name: 'catalog' }],
  ])('%s fails for that one reason', async (name, finding) => {
    const { exitCode, report } = await tryOut(example(name), '--deadline', '30s');
    expect(brief(report)).toEqual([expect.objectContaining({ severity: 'error', ...finding })]);
    expect({ exitCode, verdict: report.verdict }).toEqual({ exitCode: 1, verdict: 'fail' });
  });

  test('healthy passes', async () => {
    const { exitCode, report } = await tryOut(example('healthy'));
    expect({ exitCode, verdict: report.verdict, findings: report.findings }).toEqual({ exitCode: 0, verdict: 'pass', findings: [] });
  });

  test('a change that brings its own quota, which its pods exceed, is accepted and gets no pods', async () => {
    const folder = await manifest(`apiVersion: v1
kind: Namespace
metadata: {name: tight}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: none, namespace: tight}
spec: {hard: {pods: "0"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: tight}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example/test/probe:1"}]}
`);
    const { exitCode, report } = await tryOut(folder);
    expect(brief(report)).toEqual([expect.objectContaining({ rule: 'no-pods', category: 'quota', effect: 'no-pods', kind: 'Deployment' })]);
    expect(exitCode).toBe(1);
  });

  test('an unknown field is refused, at its line', async () => {
    const folder = await manifest(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  replicaz: 2
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example/test/probe:1"}]}
`);
    const { exitCode, report } = await tryOut(folder);
    expect(report.findings).toMatchObject([
      { rule: 'apply-refused', category: 'schema', effect: 'rejected', subject: { kind: 'Deployment', line: 6 } },
    ]);
    expect(exitCode).toBe(1);
  });

  test('traffic that a default-deny policy of the change drops is named with both ends', async () => {
    const folder = await manifest(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: closed}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}]}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: closed}
---
apiVersion: batch/v1
kind: Job
metadata: {name: caller, namespace: closed}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{name: caller, image: "registry.example/test/probe:1", args: [get, "https://kubernetes.default.svc.cluster.local/version"]}]
`);
    const { exitCode, report } = await tryOut(folder);
    expect(report.findings).toMatchObject([
      { rule: 'network-dropped', category: 'network', subject: { kind: 'NetworkPolicy', name: 'closed', line: 4 } },
    ]);
    expect(report.findings[0]?.evidence[0]?.text).toContain('POLICY_DENIED');
    expect(exitCode).toBe(1);
  });
});

describe('what is not the change’s fault', () => {
  test('an image archive that cannot be loaded is an infrastructure error', async () => {
    const broken = join(runs, 'broken.tar');
    await writeFile(broken, 'this is no archive');
    const { exitCode, report } = await tryOut(example('healthy'), '--images', broken);
    expect({ exitCode, verdict: report.verdict, findings: report.findings }).toEqual({ exitCode: 3, verdict: 'error', findings: [] });
    expect(report.stages[0]?.reason).toContain(`Image archive ${broken} could not be loaded`);
  });

  test('an image whose registry cannot be asked leaves the trial inconclusive', async () => {
    const folder = await manifest(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: "registry.seatrial.dev/web:1"}]}\n',
    );
    const { exitCode, report } = await tryOut(folder, '--deadline', '30s');
    expect({ exitCode, verdict: report.verdict, findings: report.findings }).toEqual({
      exitCode: 4,
      verdict: 'inconclusive',
      findings: [],
    });
    expect(report.unknowns.map(({ what }) => what)).toContain('image registry.seatrial.dev/web:1');
  });

  test('a path that does not exist is a usage error', async () => {
    const ended = await runSeatrial(['trial', 'nowhere', '--cluster', CLUSTER], { cwd: runs });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('nowhere does not exist');
  });
});

describe('a trial under way', () => {
  test('keeps a second one out of its cluster, and removes its environment on Ctrl-C', async () => {
    const first = startSeatrial(
      ['trial', example('never-ready'), '--cluster', CLUSTER, '--namespace', 'interrupted', '--deadline', '120s'],
      { cwd: runs },
    );
    await first.said('observe');
    const second = await runSeatrial(['trial', example('healthy'), '--cluster', CLUSTER, '--output', 'json'], { cwd: runs });
    expect(second.exitCode).toBe(3);
    expect(reportIn(second).stages[0]?.reason).toContain('is in use by another trial');
    first.child.kill('SIGINT');
    expect((await first.ended).exitCode).toBe(130);
    const kube = connectKube({ kubeconfig: join(runs, 'kubeconfig') });
    expect(await kube.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'interrupted' } })).toBeUndefined();
    kube.close();
  });

  test('that is killed is cleaned up after by the next', async () => {
    const killed = startSeatrial(['trial', example('never-ready'), '--cluster', CLUSTER, '--namespace', 'killed'], { cwd: runs });
    await killed.said('observe');
    killed.child.kill('SIGKILL');
    await killed.ended;
    const { exitCode } = await tryOut(example('healthy'));
    expect(exitCode).toBe(0);
    const kube = connectKube({ kubeconfig: join(runs, 'kubeconfig') });
    await eventually('the namespace to be gone', async () =>
      (await kube.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'killed' } })) === undefined ? true : undefined,
    );
    kube.close();
  });
});

test('a report is kept with logs, events and objects, and is shown again with the same exit code', async () => {
  const [newest = ''] = (await readdir(join(runs, '.seatrial/runs'))).toSorted().toReversed();
  const shown = await runSeatrial(['report', newest], { cwd: runs });
  expect(shown.stdout).toMatch(/^PASS/);
  expect(shown.exitCode).toBe(0);
  expect((await readdir(join(runs, '.seatrial/runs', newest))).toSorted()).toEqual([
    'events.json',
    'events.jsonl',
    'logs',
    'objects',
    'report.json',
  ]);
});
