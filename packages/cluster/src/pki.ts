import 'reflect-metadata';
import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { API_SERVICE_ADDRESS } from './layout.ts';
import type { Layout } from './layout.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 3600 * 1000;

interface Identity {
  readonly file: string;
  readonly commonName: string;
  readonly organization?: string;
  readonly addresses?: readonly string[];
  readonly names?: readonly string[];
}

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** Writes the keys and certificates of a new cluster into its pki folder: one authority, one pair per component, valid for a year. */
export async function createPki(layout: Layout): Promise<void> {
  x509.cryptoProvider.set(webcrypto);
  await mkdir(layout.pki, { recursive: true, mode: 0o700 });
  const authority = await createAuthority(layout);
  await Promise.all(identitiesOf(layout).map((identity) => issue(layout, authority, identity)));
  const account = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await write(layout, 'service-account.key', account.privateKey.export({ type: 'sec1', format: 'pem' }).toString());
  await write(layout, 'service-account.pub', account.publicKey.export({ type: 'spki', format: 'pem' }).toString());
}

function identitiesOf(layout: Layout): readonly Identity[] {
  const { nodeName, nodeAddress } = layout;
  const serviceNames = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'localhost'];
  return [
    {
      file: 'apiserver',
      commonName: 'kube-apiserver',
      addresses: [...new Set(['127.0.0.1', API_SERVICE_ADDRESS, layout.apiServer.host])],
      names: serviceNames,
    },
    { file: 'apiserver-etcd', commonName: 'kube-apiserver-etcd' },
    { file: 'apiserver-kubelet', commonName: 'kube-apiserver-kubelet', organization: 'system:masters' },
    { file: 'etcd', commonName: 'etcd', addresses: ['127.0.0.1'], names: ['localhost'] },
    { file: 'admin', commonName: 'seatrial-admin', organization: 'system:masters' },
    { file: 'controller-manager', commonName: 'system:kube-controller-manager' },
    { file: 'scheduler', commonName: 'system:kube-scheduler' },
    { file: 'proxy', commonName: 'system:kube-proxy' },
    { file: 'kubelet', commonName: `system:node:${nodeName}`, organization: 'system:nodes' },
    { file: 'kubelet-server', commonName: nodeName, addresses: [nodeAddress], names: [nodeName] },
    { file: 'cilium', commonName: 'seatrial:cilium', organization: 'system:masters' },
    { file: 'local-path', commonName: 'seatrial:local-path', organization: 'system:masters' },
    { file: 'kwok', commonName: 'seatrial:kwok', organization: 'system:masters' },
  ];
}

async function createAuthority(layout: Layout): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=seatrial-${layout.spec.name}`,
    ...validity(),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await write(layout, 'ca.crt', certificate.toString('pem'));
  await writeKey(layout, 'ca.key', keys.privateKey);
  return { certificate, keys };
}

async function issue(layout: Layout, authority: Authority, identity: Identity): Promise<void> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const alternatives: x509.JsonGeneralNames = [
    ...(identity.addresses ?? []).map((value) => ({ type: 'ip' as const, value })),
    ...(identity.names ?? []).map((value) => ({ type: 'dns' as const, value })),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)))
      .toString('hex')
      .replace(/^./, '1'),
    subject: `CN=${identity.commonName}${identity.organization === undefined ? '' : `,O=${identity.organization}`}`,
    issuer: authority.certificate.subject,
    ...validity(),
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
      ...(alternatives.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(alternatives)]),
    ],
  });
  await write(layout, `${identity.file}.crt`, certificate.toString('pem'));
  await writeKey(layout, `${identity.file}.key`, keys.privateKey);
}

/** The clock of a container may lag a little behind, so certificates are valid from an hour ago. */
function validity(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 365 * DAY_MS) };
}

async function writeKey(layout: Layout, file: string, key: webcrypto.CryptoKey): Promise<void> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  await write(layout, file, `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})/g, '$1\n').trim()}\n-----END PRIVATE KEY-----\n`);
}

function write(layout: Layout, file: string, text: string): Promise<void> {
  return writeFile(join(layout.pki, file), text.endsWith('\n') ? text : `${text}\n`, { mode: 0o600 });
}
