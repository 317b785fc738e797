import { afterEach, expect, test } from 'vitest';
import { CORE_V1, json, refused, startApiServer } from './testdata/api-server.ts';
import type { ApiServer } from './testdata/api-server.ts';

const APPS_V1 = json(200, { groupVersion: 'apps/v1', resources: [{ name: 'deployments', namespaced: true, kind: 'Deployment' }] });
const GROUPS = json(200, {
  kind: 'APIGroupList',
  groups: [{ name: 'apps', preferredVersion: { groupVersion: 'apps/v1', version: 'v1' } }],
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

test('a kind is found with its plural, scope and verbs; subresources of the same kind are passed over', async () => {
  server = await startApiServer({ 'GET /api/v1': CORE_V1 });
  expect(await server.kube.discovery.find('v1', 'Pod')).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    plural: 'pods',
    namespaced: true,
    verbs: ['create', 'delete', 'get', 'list', 'patch'],
  });
});

test('each API version is asked once, also by several at a time, until it is to be forgotten', async () => {
  server = await startApiServer({ 'GET /api/v1': CORE_V1 });
  const { discovery } = server.kube;
  await Promise.all([discovery.find('v1', 'Pod'), discovery.find('v1', 'Namespace'), discovery.find('v1', 'Pod')]);
  await discovery.find('v1', 'Rocket');
  expect(server.asked).toHaveLength(1);
  discovery.forget();
  await discovery.find('v1', 'Pod');
  expect(server.asked).toHaveLength(2);
});

test('a version that is not served has no resources', async () => {
  server = await startApiServer({});
  expect(await server.kube.discovery.resources('example.com/v1')).toEqual([]);
});

test('trouble is not remembered: the next question is asked anew', async () => {
  const answers = [refused(503, 'ServiceUnavailable', 'starting'), CORE_V1];
  server = await startApiServer({ 'GET /api/v1': (response, asked) => answers.shift()?.(response, asked) });
  const { discovery } = server.kube;
  await expect(discovery.resources('v1')).rejects.toMatchObject({ status: 503 });
  expect(await discovery.resources('v1')).toHaveLength(2);
});

test('all resources are those of every group at its preferred version, the core ones first', async () => {
  server = await startApiServer({ 'GET /apis': GROUPS, 'GET /api/v1': CORE_V1, 'GET /apis/apps/v1': APPS_V1 });
  const all = await server.kube.discovery.all();
  expect(all.map(({ apiVersion, plural }) => `${apiVersion} ${plural}`)).toEqual(['v1 namespaces', 'v1 pods', 'apps/v1 deployments']);
});
