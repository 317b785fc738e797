import { afterEach, expect, test } from 'vitest';
import { CORE_V1, json, plain, refused, startApiServer } from './testdata/api-server.ts';
import type { Answer, ApiServer } from './testdata/api-server.ts';

const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'export', namespace: 'pay' } } as const;
const ONE_POD = '/api/v1/namespaces/pay/pods/export';

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function serve(answers: Readonly<Record<string, Answer>>): Promise<ApiServer> {
  server = await startApiServer({ 'GET /api/v1': CORE_V1, ...answers });
  return server;
}

test('an object is read by kind and name', async () => {
  const { kube } = await serve({ [`GET ${ONE_POD}`]: json(200, { ...POD, spec: { nodeName: 'n' } }) });
  expect(await kube.get(POD)).toEqual({ ...POD, spec: { nodeName: 'n' } });
});

test.each([
  { what: 'an object that is not there', key: POD },
  { what: 'a kind that is not served', key: { ...POD, kind: 'Rocket' } },
  { what: 'an API version that is not served', key: { ...POD, apiVersion: 'example.com/v1' } },
])('$what is undefined', async ({ key }) => {
  const { kube } = await serve({ [`GET ${ONE_POD}`]: refused(404, 'NotFound', 'pods "export" not found') });
  expect(await kube.get(key)).toBeUndefined();
});

test('writing a kind that is not served is refused in kubectl’s words', async () => {
  const { kube } = await serve({});
  await expect(kube.apply({ ...POD, apiVersion: 'example.com/v1', kind: 'Rocket' })).rejects.toMatchObject({
    code: 'kube-request-failed',
    status: 404,
    reason: 'NotFound',
    serverMessage: 'no matches for kind "Rocket" in version "example.com/v1"',
    message: 'GET /apis/example.com/v1: 404 no matches for kind "Rocket" in version "example.com/v1"',
  });
});

test('a list is read page by page until there is none left', async () => {
  const page = (names: readonly string[], next?: string): unknown => ({
    kind: 'PodList',
    metadata: next === undefined ? { continue: '' } : { continue: next },
    items: names.map((name) => ({ metadata: { name, namespace: 'pay' } })),
  });
  const pages: Readonly<Record<string, unknown>> = { first: page(['a', 'b'], 'two'), two: page(['c'], 'three'), three: page(['d']) };
  const { kube, asked } = await serve({
    'GET /api/v1/namespaces/pay/pods': (response, one) =>
      json(200, pages[new URL(one.path, 'http://x').searchParams.get('continue') ?? 'first'])(response, one),
  });
  expect(await kube.list('v1', 'Pod', { namespace: 'pay', labelSelector: 'app=export' })).toEqual(
    ['a', 'b', 'c', 'd'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'pay' } })),
  );
  expect(asked.slice(1).map(({ path }) => path)).toEqual([
    '/api/v1/namespaces/pay/pods?limit=500&labelSelector=app%3Dexport',
    '/api/v1/namespaces/pay/pods?limit=500&labelSelector=app%3Dexport&continue=two',
    '/api/v1/namespaces/pay/pods?limit=500&labelSelector=app%3Dexport&continue=three',
  ]);
});

test('a kind that is not served has no objects', async () => {
  const { kube } = await serve({});
  expect(await kube.list('example.com/v1', 'Rocket')).toEqual([]);
});

test('a namespace never gets into the path of what has none', async () => {
  const { kube, asked } = await serve({ 'GET /api/v1/namespaces': json(200, { kind: 'NamespaceList', items: [] }) });
  await kube.list('v1', 'Namespace', { namespace: 'pay' });
  expect(asked.at(-1)?.path).toBe('/api/v1/namespaces?limit=500');
});

test('apply is a strict server-side apply as the identity that is named, and hands the server’s warnings on', async () => {
  const warning = '299 - "spec.x: deprecated since \\"v1.8\\", use y"';
  const { kube, asked } = await serve({ [`PATCH ${ONE_POD}`]: json(201, POD, { warning: [warning, '299 - "unknown field"'] }) });
  const applied = await kube.apply(POD, { as: { user: 'ci', groups: ['deployers', 'system:authenticated'] } });
  expect(applied).toEqual({ object: POD, warnings: ['spec.x: deprecated since "v1.8", use y', 'unknown field'] });
  const patch = asked.at(-1);
  expect(patch?.path).toBe(`${ONE_POD}?fieldManager=seatrial&force=true&fieldValidation=Strict`);
  expect(patch?.body).toEqual(POD);
  expect(patch?.headers).toMatchObject({
    'content-type': 'application/apply-patch+yaml',
    authorization: 'Bearer not-a-real-token',
    'impersonate-user': 'ci',
    'impersonate-group': 'deployers, system:authenticated',
  });
});

test('without an identity, or without groups, nobody is impersonated in their place', async () => {
  const { kube, asked } = await serve({ [`PATCH ${ONE_POD}`]: json(200, POD) });
  await kube.apply(POD);
  await kube.apply(POD, { as: { user: 'ci', groups: [] } });
  const impersonation = asked.slice(1).map(({ headers }) => [headers['impersonate-user'], headers['impersonate-group']]);
  expect(impersonation).toEqual([
    [undefined, undefined],
    ['ci', undefined],
  ]);
});

test('a refusal carries the server’s status, reason and message', async () => {
  const message = 'pods "export" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true';
  const { kube } = await serve({ [`PATCH ${ONE_POD}`]: refused(403, 'Forbidden', message) });
  await expect(kube.apply(POD)).rejects.toMatchObject({
    name: 'ApiError',
    code: 'kube-request-failed',
    exitCode: 3,
    status: 403,
    reason: 'Forbidden',
    serverMessage: message,
    message: `PATCH ${ONE_POD}?fieldManager=seatrial&force=true&fieldValidation=Strict: 403 ${message}`,
  });
});

test('create posts to the collection', async () => {
  const { kube, asked } = await serve({ 'POST /api/v1/namespaces/pay/pods': json(201, POD) });
  expect(await kube.create(POD)).toEqual(POD);
  expect(asked.at(-1)).toMatchObject({ path: '/api/v1/namespaces/pay/pods?fieldManager=seatrial', body: POD });
});

test('a merge patch reaches an object or its subresource', async () => {
  const { kube, asked } = await serve({ [`PATCH ${ONE_POD}`]: json(200, POD), [`PATCH ${ONE_POD}/status`]: json(200, POD) });
  await kube.mergePatch(POD, { metadata: { labels: { a: 'b' } } });
  await kube.mergePatch(POD, { status: { phase: 'Running' } }, { subresource: 'status' });
  expect(asked.slice(1).map(({ path, body, headers }) => [path, body, headers['content-type']])).toEqual([
    [ONE_POD, { metadata: { labels: { a: 'b' } } }, 'application/merge-patch+json'],
    [`${ONE_POD}/status`, { status: { phase: 'Running' } }, 'application/merge-patch+json'],
  ]);
});

test('delete asks for dependents too, and what is gone already is fine', async () => {
  const { kube, asked } = await serve({ [`DELETE ${ONE_POD}`]: refused(404, 'NotFound', 'pods "export" not found') });
  await kube.delete(POD);
  await kube.delete(POD, { graceSeconds: 0 });
  expect(asked.slice(1).map(({ body }) => body)).toEqual([
    { propagationPolicy: 'Background' },
    { propagationPolicy: 'Background', gracePeriodSeconds: 0 },
  ]);
});

test('delete passes any other refusal on', async () => {
  const { kube } = await serve({ [`DELETE ${ONE_POD}`]: refused(409, 'Conflict', 'the UID changed') });
  await expect(kube.delete(POD)).rejects.toMatchObject({ status: 409, serverMessage: 'the UID changed' });
});

test.each([
  { what: 'the lines a container wrote', answer: plain(200, 'one\ntwo\n'), log: 'one\ntwo\n' },
  { what: 'nothing for a pod that is gone', answer: refused(404, 'NotFound', 'pods "export" not found'), log: undefined },
  {
    what: 'nothing for a container that has not started',
    answer: refused(400, 'BadRequest', 'container "app" in pod "export" is waiting to start: ContainerCreating'),
    log: undefined,
  },
])('podLog returns $what', async ({ answer, log }) => {
  const { kube, asked } = await serve({ [`GET ${ONE_POD}/log`]: answer });
  const place = { namespace: 'pay', name: 'export' };
  expect(await kube.podLog(place, { container: 'app', previous: true, tailLines: 5 })).toBe(log);
  expect(asked.at(-1)?.path).toBe(`${ONE_POD}/log?container=app&limitBytes=1048576&previous=true&tailLines=5`);
});

test('podLog does not take trouble of the server for an empty log', async () => {
  const { kube } = await serve({ [`GET ${ONE_POD}/log`]: refused(500, 'InternalError', 'no route to kubelet') });
  await expect(kube.podLog({ namespace: 'pay', name: 'export' }, { container: 'app' })).rejects.toMatchObject({ status: 500 });
});

test('names that are no path stay one segment', async () => {
  const { kube, asked } = await serve({});
  await kube.get({ ...POD, metadata: { name: 'a/../b?x', namespace: 'p y' } });
  expect(asked.at(-1)?.path).toBe('/api/v1/namespaces/p%20y/pods/a%2F..%2Fb%3Fx');
});

test('version is the server’s own', async () => {
  const { kube } = await serve({ 'GET /version': json(200, { major: '1', minor: '36', gitVersion: 'v1.36.3' }) });
  expect(await kube.version()).toBe('v1.36.3');
});
