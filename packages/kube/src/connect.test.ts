import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { connectKube } from './connect.ts';
import type { ConnectOptions } from './connect.ts';
import { kubeconfigOf } from './testdata/api-server.ts';

const dir = mkdtempSync(join(tmpdir(), 'seatrial-connect-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, text: string): string {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}

const good = write('good', kubeconfigOf('https://10.0.0.1:6443'));

const refusals: readonly { readonly what: string; readonly options: ConnectOptions; readonly message: string }[] = [
  {
    what: 'a file that does not exist',
    options: { kubeconfig: '/nowhere/kubeconfig' },
    message: "Cannot read /nowhere/kubeconfig: ENOENT: no such file or directory, open '/nowhere/kubeconfig'",
  },
  {
    what: 'a context that does not exist',
    options: { kubeconfig: good, context: 'prod' },
    message: `Context "prod" of ${good} names no cluster. Contexts: local, gone.`,
  },
  {
    what: 'a context whose cluster was removed',
    options: { kubeconfig: good, context: 'gone' },
    message: `Context "gone" of ${good} names no cluster. Contexts: local, gone.`,
  },
];

test.each(refusals)('$what is said with what there is', ({ options, message }) => {
  expect(() => connectKube(options)).toThrow(expect.objectContaining({ name: 'EnvironmentError', code: 'kubeconfig-unusable', message }));
});

const EMPTY = 'apiVersion: v1\nkind: Config\nclusters: []\nusers: []\ncontexts: []\n';

test.each([
  { what: 'an empty file', text: '', say: (file: string) => `Cannot read ${file}: it is no kubeconfig.` },
  { what: 'some other file', text: 'hello', say: (file: string) => `No context is current in ${file}. Contexts: none.` },
  { what: 'a kubeconfig without contexts', text: EMPTY, say: (file: string) => `No context is current in ${file}. Contexts: none.` },
  {
    what: 'a kubeconfig whose contexts are all idle',
    text: kubeconfigOf('https://10.0.0.1:6443').replace('current-context: local', ''),
    say: (file: string) => `No context is current in ${file}. Contexts: local, gone.`,
  },
  {
    what: 'a file that is no YAML',
    text: '{ nope',
    say: (file: string) => `Cannot read ${file}: unexpected end of the stream within a flow collection (2:1)\n\n 1 | { nope\n 2 | \n-----^`,
  },
])('$what is trouble of the environment, not a bug', ({ text, say }) => {
  const kubeconfig = write('bad', text);
  expect(() => connectKube({ kubeconfig })).toThrow(
    expect.objectContaining({ name: 'EnvironmentError', code: 'kubeconfig-unusable', message: say(kubeconfig) }),
  );
});

test('a server that is no address is shown', () => {
  const kubeconfig = write('bad', kubeconfigOf('10.0.0.1'));
  const message = `Cluster "local" of ${kubeconfig} has the server "10.0.0.1", which is no address. Write one like https://10.0.0.1:6443.`;
  expect(() => connectKube({ kubeconfig })).toThrow(expect.objectContaining({ code: 'kubeconfig-unusable', message }));
});

test('the proxy that a kubeconfig names is used', async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer().on('connect', ({ url }, socket) => {
    asked.push(url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const proxyUrl = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
  const text = kubeconfigOf('https://10.0.0.1:6443').replace('{ server', `{ proxy-url: "${proxyUrl}", server`);
  const kube = connectKube({ kubeconfig: write('proxied', text) });
  await expect(kube.version()).rejects.toMatchObject({ code: 'kube-request-failed' });
  expect(asked).toEqual(['10.0.0.1:6443']);
  proxy.closeAllConnections();
  proxy.close();
});

test('connecting asks nothing yet', () => {
  const kube = connectKube({ kubeconfig: good });
  expect(kube.server).toBe('https://10.0.0.1:6443');
  kube.close();
});

test('credentials that cannot be had are said to be at fault', async () => {
  const text = kubeconfigOf('http://127.0.0.1:1').replace(', insecure-skip-tls-verify: true', '');
  const kube = connectKube({ kubeconfig: write('plain-http', text) });
  await expect(kube.version()).rejects.toMatchObject({
    name: 'EnvironmentError',
    code: 'kubeconfig-unusable',
    message:
      'The kubeconfig gives no usable credentials for http://127.0.0.1:1: HTTP protocol is not allowed when skipTLSVerify is not set or false',
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));

test.runIf(hasIpv6)('a server may have an IPv6 address', async () => {
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end('{"gitVersion":"v1.36.3"}'));
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
  const kube = connectKube({ kubeconfig: write('ipv6', kubeconfigOf(`http://[::1]:${String((server.address() as AddressInfo).port)}`)) });
  expect(await kube.version()).toBe('v1.36.3');
  server.closeAllConnections();
  server.close();
});
