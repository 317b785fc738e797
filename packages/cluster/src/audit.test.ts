import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { AuditDenial } from '@seatrial/contract';
import { auditPosition, readDenials } from './audit.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { ownHome, REAL } from './testdata/spec.ts';

const TESTDATA = join(import.meta.dirname, 'testdata', 'audit.log');
const USER = 'system:serviceaccount:pay:exporter';

ownHome();
let layout: Layout;
beforeEach(() => {
  layout = layoutOf(REAL);
  mkdirSync(dirname(layout.auditLog), { recursive: true });
});

const settings: AuditDenial = {
  user: USER,
  pod: 'Pod/pay/export-x2x4',
  verb: 'get',
  apiGroup: '',
  resource: 'configmaps',
  namespace: 'pay',
  name: 'settings',
  requestURI: '/api/v1/namespaces/pay/configmaps/settings?timeout=5s',
  reason: `configmaps "settings" is forbidden: User "${USER}" cannot get resource "configmaps" in API group "" in the namespace "pay"`,
  count: 2,
  lastSeen: '2026-11-23T10:00:03.000001Z',
};
const scale: AuditDenial = {
  user: USER,
  pod: 'Pod/pay/export-x2x4',
  verb: 'patch',
  apiGroup: 'apps',
  resource: 'deployments',
  subresource: 'scale',
  namespace: 'pay',
  name: 'web',
  requestURI: '/apis/apps/v1/namespaces/pay/deployments/web/scale',
  reason: 'webhook says no',
  count: 1,
  lastSeen: '2026-11-23T10:00:04.000001Z',
};
const metrics: AuditDenial = {
  user: USER,
  verb: 'get',
  apiGroup: '',
  resource: '',
  requestURI: '/metrics',
  reason: `forbidden: User "${USER}" cannot get path "/metrics"`,
  count: 1,
  lastSeen: '2026-11-23T10:00:05.000001Z',
};

test('refused requests of ServiceAccounts are read with the pod that made them; equal ones are one, those of people none', async () => {
  copyFileSync(TESTDATA, layout.auditLog);
  expect(await readDenials(layout, 0)).toEqual([settings, scale, metrics]);
});

test('what was refused before the position does not count', async () => {
  const lines = readFileSync(TESTDATA, 'utf8').split('\n');
  writeFileSync(layout.auditLog, `${lines.slice(0, 5).join('\n')}\n`);
  const position = await auditPosition(layout);
  appendFileSync(layout.auditLog, lines.slice(5).join('\n'));
  expect(await readDenials(layout, position)).toEqual([scale, metrics]);
});

test('a log that was rotated meanwhile is read from its start', async () => {
  copyFileSync(TESTDATA, layout.auditLog);
  const position = await auditPosition(layout);
  renameSync(layout.auditLog, `${layout.auditLog.replace('.log', '')}-2026-11-23T10-00-05.000.log`);
  writeFileSync(layout.auditLog, `${readFileSync(TESTDATA, 'utf8').split('\n')[5] ?? ''}\n`);
  expect(await readDenials(layout, position)).toEqual([scale]);
});

test('a cluster that has not logged anything has refused nothing', async () => {
  expect(await auditPosition(layout)).toBe(0);
  expect(await readDenials(layout, 0)).toEqual([]);
});
