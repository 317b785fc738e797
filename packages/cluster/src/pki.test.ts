import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { connectKube } from '@seatrial/kube';
import { kubeconfigOf, writeKubeconfigs } from './kubeconfigs.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { createPki } from './pki.ts';
import { ownHome, REAL, SIMULATED } from './testdata/spec.ts';

const SERVICE = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'localhost'];
const MASTERS = 'O=system:masters';

ownHome();
let layout: Layout;
beforeEach(async () => {
  layout = layoutOf(REAL);
  await createPki(layout);
});

const read = (file: string): Buffer => readFileSync(join(layout.pki, file));
const certificate = (name: string): X509Certificate => new X509Certificate(read(`${name}.crt`));

test('each component has a certificate of the cluster’s own authority, with its identity and its addresses', () => {
  const ca = certificate('ca');
  expect([ca.subject, ca.issuer, ca.ca, ca.verify(ca.publicKey)]).toEqual(['CN=seatrial-dev', 'CN=seatrial-dev', true, true]);
  const names = readdirSync(layout.pki).flatMap((file) => (file.endsWith('.crt') && file !== 'ca.crt' ? file.slice(0, -4) : []));
  const described = names.map((name) => {
    const one = certificate(name);
    expect([one.issuer, one.ca, one.verify(ca.publicKey)]).toEqual([ca.subject, false, true]);
    expect(one.checkPrivateKey(createPrivateKey(read(`${name}.key`)))).toBe(true);
    return [name, one.subject.replace('\n', ' '), one.subjectAltName];
  });
  const apiServer = ['IP Address:127.0.0.1', 'IP Address:10.96.0.1', 'IP Address:10.199.0.2', ...SERVICE.map((name) => `DNS:${name}`)];
  expect(described).toEqual([
    ['admin', `CN=seatrial-admin ${MASTERS}`, undefined],
    ['apiserver-etcd', 'CN=kube-apiserver-etcd', undefined],
    ['apiserver-kubelet', `CN=kube-apiserver-kubelet ${MASTERS}`, undefined],
    ['apiserver', 'CN=kube-apiserver', apiServer.join(', ')],
    ['cilium', `CN=seatrial:cilium ${MASTERS}`, undefined],
    ['controller-manager', 'CN=system:kube-controller-manager', undefined],
    ['etcd', 'CN=etcd', 'IP Address:127.0.0.1, DNS:localhost'],
    ['kubelet-server', 'CN=dev-node', 'IP Address:10.199.0.2, DNS:dev-node'],
    ['kubelet', 'CN=system:node:dev-node O=system:nodes', undefined],
    ['kwok', `CN=seatrial:kwok ${MASTERS}`, undefined],
    ['local-path', `CN=seatrial:local-path ${MASTERS}`, undefined],
    ['proxy', 'CN=system:kube-proxy', undefined],
    ['scheduler', 'CN=system:kube-scheduler', undefined],
  ]);
});

test('certificates are valid for a year, from an hour ago for clocks that lag behind', () => {
  const { validFrom, validTo } = certificate('apiserver');
  const hours = (text: string): number => Math.round((Date.parse(text) - Date.now()) / 3_600_000);
  expect([hours(validFrom), hours(validTo)]).toEqual([-1, 365 * 24]);
});

test('only their owner can read the keys', () => {
  const modes = readdirSync(layout.pki).map((file) => statSync(join(layout.pki, file)).mode & 0o777);
  expect(new Set(modes)).toEqual(new Set([0o600]));
  expect(statSync(layout.pki).mode & 0o777).toBe(0o700);
});

test('serial numbers differ', () => {
  const certificates = readdirSync(layout.pki).filter((file) => file.endsWith('.crt'));
  expect(new Set(certificates.map((file) => new X509Certificate(read(file)).serialNumber)).size).toBe(certificates.length);
});

test('tokens of ServiceAccounts can be checked with the key they are signed with', () => {
  const signing = createPublicKey(createPrivateKey(read('service-account.key')));
  expect(signing.equals(createPublicKey(read('service-account.pub')))).toBe(true);
});

test('a control plane alone is reached on loopback, and names it once', async () => {
  const plan = layoutOf(SIMULATED);
  await createPki(plan);
  const { subjectAltName = '' } = new X509Certificate(readFileSync(join(plan.pki, 'apiserver.crt')));
  expect(subjectAltName.split(', ').slice(0, 3)).toEqual(['IP Address:127.0.0.1', 'IP Address:10.96.0.1', 'DNS:kubernetes']);
});

test('with its kubeconfig a component and the API server know each other', async () => {
  const plan = layoutOf(SIMULATED);
  await createPki(plan);
  mkdirSync(plan.config);
  const pki = (file: string): Buffer => readFileSync(join(plan.pki, file));
  const users: unknown[] = [];
  const options = { cert: pki('apiserver.crt'), key: pki('apiserver.key'), ca: pki('ca.crt'), requestCert: true, rejectUnauthorized: true };
  const server = createServer(options, (request, response) => {
    users.push((request.socket as TLSSocket).getPeerCertificate().subject.CN);
    response.setHeader('content-type', 'application/json').end('{"gitVersion":"v1.36.3"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const running = { ...plan, apiServer: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } };
  await writeKubeconfigs(running);
  for (const kubeconfig of [running.kubeconfig, kubeconfigOf(running, 'scheduler')]) {
    expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
    const kube = connectKube({ kubeconfig });
    expect(await kube.version()).toBe('v1.36.3');
    kube.close();
  }
  expect(users).toEqual(['seatrial-admin', 'system:kube-scheduler']);
  server.closeAllConnections();
  server.close();
});
