import { afterEach, expect, test } from 'vitest';
import { json, plain, startApiServer } from './testdata/api-server.ts';
import type { Answer, ApiServer } from './testdata/api-server.ts';

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function serve(answer: Answer): Promise<ApiServer> {
  server = await startApiServer({ 'GET /readyz': answer });
  return server;
}

const never: Answer = () => undefined;

test('an answer that is not JSON is kept as text', async () => {
  const { kube } = await serve(plain(200, 'ok'));
  expect(await kube.raw({ method: 'GET', path: '/readyz' })).toEqual({ body: undefined, text: 'ok', warnings: [] });
});

test('a page of a proxy that calls itself JSON is kept as text too', async () => {
  const { kube } = await serve((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'));
  expect(await kube.raw({ method: 'GET', path: '/readyz' })).toEqual({ body: undefined, text: '<html>', warnings: [] });
});

test('a refusal without a Status object is shown in its own words, at most 500 characters of them', async () => {
  const { kube } = await serve(plain(502, 'bad gateway '.repeat(60)));
  await expect(kube.raw({ method: 'GET', path: '/readyz' })).rejects.toMatchObject({
    status: 502,
    reason: '',
    serverMessage: 'bad gateway '.repeat(60).slice(0, 500),
  });
});

test('characters that arrive in two pieces stay whole', async () => {
  const { kube } = await serve((response) => {
    const bytes = Buffer.from('naïve');
    response.writeHead(200, { 'content-type': 'text/plain' }).write(bytes.subarray(0, 3));
    setImmediate(() => response.end(bytes.subarray(3)));
  });
  expect((await kube.raw({ method: 'GET', path: '/readyz' })).text).toBe('naïve');
});

test('no answer in time is trouble of the environment, with the time', async () => {
  const { kube, origin } = await serve(never);
  await expect(kube.raw({ method: 'GET', path: '/readyz', timeoutMs: 20 })).rejects.toMatchObject({
    name: 'EnvironmentError',
    code: 'kube-request-failed',
    message: `GET /readyz: the API server at ${origin} did not answer: no answer within 20 ms`,
  });
});

test('an answer that stops half-way is no answer', async () => {
  const { kube, origin } = await serve((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"half":');
    setImmediate(() => response.destroy());
  });
  await expect(kube.raw({ method: 'GET', path: '/readyz' })).rejects.toMatchObject({
    code: 'kube-request-failed',
    message: `GET /readyz: the API server at ${origin} did not answer: aborted`,
  });
});

test('a server that is gone is named', async () => {
  const gone = await serve(never);
  await gone.close();
  await expect(gone.kube.raw({ method: 'GET', path: '/readyz' })).rejects.toMatchObject({
    code: 'kube-request-failed',
    message: `GET /readyz: the API server at ${gone.origin} did not answer: connect ECONNREFUSED ${gone.origin.slice('http://'.length)}`,
  });
});

test('an abort while the server thinks is an abort, not trouble', async () => {
  const controller = new AbortController();
  const { kube } = await serve(() => controller.abort());
  await expect(kube.raw({ method: 'GET', path: '/readyz', signal: controller.signal })).rejects.toMatchObject({
    name: 'EnvironmentError',
    code: 'aborted',
    message: 'Stopped on request.',
  });
});

test('an abort in the middle of the answer is an abort, too', async () => {
  const controller = new AbortController();
  const { kube } = await serve((response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('half');
    setImmediate(() => controller.abort());
  });
  await expect(kube.raw({ method: 'GET', path: '/readyz', signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
});

test('what was stopped already is not asked at all', async () => {
  const { kube, asked } = await serve(json(200, {}));
  await expect(kube.raw({ method: 'GET', path: '/readyz', signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  expect(asked).toEqual([]);
});

test('bodies are sent as UTF-8 with their length in bytes', async () => {
  server = await startApiServer({ 'POST /echo': (response, asked) => json(200, asked.body)(response, asked) });
  expect((await server.kube.raw({ method: 'POST', path: '/echo', body: { text: 'naïve ✓' } })).body).toEqual({ text: 'naïve ✓' });
  expect(server.asked[0]?.headers['content-length']).toBe('21');
});
