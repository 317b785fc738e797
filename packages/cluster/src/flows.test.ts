import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { flowPosition, readDrops } from './flows.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { ownHome, REAL } from './testdata/spec.ts';

const TESTDATA = join(import.meta.dirname, 'testdata', 'flows.jsonl');

ownHome();
let layout: Layout;
beforeEach(() => {
  layout = layoutOf(REAL);
  mkdirSync(dirname(layout.flowLog), { recursive: true });
});

const WEB = 'Pod/pay/web-x2x4';
const toDatabase = { from: WEB, to: 'Pod/pay/db-0', protocol: 'TCP', port: 5432, reason: 'POLICY_DENIED', direction: 'egress', count: 2 };
const toDns = {
  from: WEB,
  to: 'Pod/kube-system/coredns-7f9',
  protocol: 'UDP',
  port: 53,
  reason: 'POLICY_DENIED',
  direction: 'egress',
  count: 1,
};
const toWorld = { from: WEB, to: '203.0.113.7', protocol: 'TCP', port: 443, reason: 'POLICY_DENY', direction: 'egress', count: 1 };
const fromHost = {
  from: 'kube-apiserver (10.199.0.2)',
  to: 'Pod/pay/db-0',
  protocol: 'TCP',
  port: 5432,
  reason: 'POLICY_DENIED',
  direction: 'ingress',
  count: 1,
};

test('connections that a policy dropped are read with both ends; other drops, forwarded ones and half a line are not', async () => {
  copyFileSync(TESTDATA, layout.flowLog);
  expect(await readDrops(layout, 0)).toEqual([toDatabase, toDns, toWorld, fromHost]);
});

test('what was dropped before the position does not count', async () => {
  const lines = readFileSync(TESTDATA, 'utf8').split('\n');
  writeFileSync(layout.flowLog, `${lines.slice(0, 3).join('\n')}\n`);
  const position = await flowPosition(layout);
  appendFileSync(layout.flowLog, lines.slice(3).join('\n'));
  expect(await readDrops(layout, position)).toEqual([toWorld, fromHost]);
});

test('a cluster without Cilium has dropped nothing', async () => {
  expect(await flowPosition(layout)).toBe(0);
  expect(await readDrops(layout, 0)).toEqual([]);
});
