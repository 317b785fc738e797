import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { ClusterSpec } from '../cluster-dir.ts';
import { layoutOf } from '../layout.ts';
import type { Layout } from '../layout.ts';
import { ownHome, REAL, SIMULATED } from '../testdata/spec.ts';
import type { Component } from './component.ts';
import { componentsOf } from './table.ts';

ownHome();

const { cilium: _, ...withoutCilium } = REAL;
const specs: readonly { readonly name: string; readonly spec: ClusterSpec }[] = [
  { name: 'real-cilium', spec: REAL },
  { name: 'real-bridge', spec: { ...withoutCilium, cni: 'bridge' } },
  { name: 'simulated', spec: SIMULATED },
];

describe.each(specs)('a cluster that is $name', ({ name, spec }) => {
  test('starts its components with these arguments, in this order', async () => {
    const text = components(spec).map((component) => `${component.name}\n${argvOf(component, spec).map(indent).join('')}`);
    await expect(text.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, '..', 'testdata', `argv-${name}.txt`));
  });

  test('gives each component the files that its arguments name', async () => {
    const files = components(spec).flatMap((component) => Object.entries(component.files?.(layout(spec)) ?? {}));
    const text = files.map(([file, content]) => `--- ${file}\n${content}`).join('\n');
    const stable = text.replace(/restrict_oom_score_adj = \w+/, 'restrict_oom_score_adj = (by machine)');
    await expect(stable).toMatchFileSnapshot(join(import.meta.dirname, '..', 'testdata', `files-${name}.txt`));
  });

  test('shows no secret in its arguments or environment, where every user of the machine could read it', () => {
    const shown = components(spec).flatMap((component) => [
      ...argvOf(component, spec),
      ...Object.entries(component.env?.(layout(spec)) ?? {}).flat(),
    ]);
    expect(shown.filter((text) => /BEGIN|password|token=/i.test(text))).toEqual([]);
  });

  test('can be found by its folder', () => {
    const dir = layout(spec).dir;
    const hidden = components(spec).filter((component) => !argvOf(component, spec).some((argument) => argument.includes(`${dir}/`)));
    expect(hidden.map((component) => component.name)).toEqual([]);
  });
});

function layout(spec: ClusterSpec): Layout {
  vi.stubEnv('SEATRIAL_HOME', '/st');
  return layoutOf(spec);
}

function components(spec: ClusterSpec): readonly Component[] {
  return Object.values(componentsOf(spec)).flat();
}

function argvOf(component: Component, spec: ClusterSpec): readonly string[] {
  return component.argv(layout(spec));
}

function indent(line: string): string {
  return `  ${line}\n`;
}
