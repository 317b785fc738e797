import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isMap, isScalar, isSeq, LineCounter, parse, parseAllDocuments } from 'yaml';
import { Finding, objectRef } from '@seatrial/contract';
import type { ChangeObject, ContainerLog, KubeObject, Observation, Refusal, SourcePosition } from '@seatrial/contract';
import { diagnose } from './diagnose.ts';

const TESTDATA = join(import.meta.dirname, '../testdata');

/** An observation in short: pods take their spec from the change, and everything that a case does not need has a default. */
interface Golden {
  /** A case in the same folder that this one equals but for the fields given here. */
  readonly like?: string;
  readonly change?: string;
  readonly pods?: Readonly<Record<string, GoldenPod>>;
  /** Author's object by generated object. */
  readonly made?: Readonly<Record<string, string>>;
  readonly objects?: readonly KubeObject[];
  readonly events?: readonly Partial<Observation['events'][number]>[];
  readonly refusals?: readonly (Omit<Refusal, 'object' | 'user'> & { readonly object: string })[];
  readonly denials?: readonly Partial<Observation['denials'][number]>[];
  readonly drops?: readonly Partial<Observation['drops'][number]>[];
  readonly outcomes?: Readonly<Record<string, 'healthy' | 'failed' | 'unsettled'>>;
  readonly expect: { readonly findings: readonly Finding[]; readonly unknowns: readonly unknown[] };
}

interface GoldenPod {
  readonly of: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  /** Lines by container, or by "<container>.previous". */
  readonly logs?: Readonly<Record<string, readonly string[]>>;
}

const folders = readdirSync(TESTDATA).map((folder) => {
  const cases = readdirSync(join(TESTDATA, folder)).map((file) => file.replace(/\.yaml$/, ''));
  return { folder, cases: cases.map((name) => ({ name, golden: readGolden(folder, name) })) };
});

describe.each(folders)('$folder', ({ cases }) => {
  test.each(cases)('$name', ({ golden }) => {
    const { findings, unknowns } = diagnose(observationOf(golden));
    expect({ findings, unknowns }).toEqual(golden.expect);
    expect(findings.map((finding) => Finding.parse(finding))).toEqual(findings);
  });
});

describe('whatever the cluster says, diagnosis gives values', () => {
  const junk = [
    null,
    'text',
    7,
    [],
    ['x', null],
    {},
    { name: 3, containers: 'x', containerStatuses: [null, { state: 5 }], conditions: {}, rules: 4 },
  ];
  const all = folders.flatMap(({ folder, cases }) => cases.map(({ name, golden }) => ({ title: `${folder}/${name}`, golden })));

  test.each(all)('$title with junk in its objects', ({ golden }) => {
    const observation = observationOf(golden);
    for (const value of junk) {
      const spoilt = (object: KubeObject): KubeObject => ({
        ...object,
        spec: value,
        status: value,
        rules: value,
        subjects: value,
        data: value,
      });
      const change = observation.change.map((one) => ({ ...one, object: spoilt(one.object) }));
      for (const input of [
        { ...observation, objects: observation.objects.map(spoilt) },
        { ...observation, change },
        { ...observation, change, objects: observation.objects.map(spoilt) },
        { ...observation, objects: [], owners: new Map(), logs: [] },
      ])
        for (const finding of diagnose(input).findings) expect(Finding.parse(finding)).toEqual(finding);
    }
  });
});

function readGolden(folder: string, name: string): Golden {
  const golden = parse(readFileSync(join(TESTDATA, folder, `${name}.yaml`), 'utf8')) as Golden;
  return golden.like === undefined ? golden : { ...readGolden(folder, golden.like), ...golden };
}

const SEEN = { count: 1, lastSeen: '2026-11-23T10:00:00Z' };
const EVENT = { ...SEEN, object: '', type: 'Warning', reason: '', message: '', source: 'kubelet' } as const;
const DENIAL = { ...SEEN, user: '', verb: '', apiGroup: '', resource: '', requestURI: '', reason: '' };
const DROP = { from: '', to: '', protocol: 'TCP', port: 0, reason: 'POLICY_DENIED', direction: 'egress', count: 1 } as const;

function observationOf(golden: Golden): Observation {
  const change = readChange(golden.change ?? '');
  const pods = Object.entries(golden.pods ?? {}).map(([name, pod]) => ({ pod, object: podObject(name, pod, change) }));
  return {
    change,
    refusals: (golden.refusals ?? []).map((refusal) => ({ user: 'deployer', ...refusal, object: find(change, refusal.object) })),
    objects: [...(golden.objects ?? []), ...pods.map(({ object }) => object)],
    events: (golden.events ?? []).map((event) => ({ ...EVENT, ...event })),
    logs: pods.flatMap(({ object, pod }) => Object.entries(pod.logs ?? {}).map(([key, lines]) => logOf(objectRef(object), key, lines))),
    denials: (golden.denials ?? []).map((denial) => ({ ...DENIAL, ...denial })),
    drops: (golden.drops ?? []).map((drop) => ({ ...DROP, ...drop })),
    owners: new Map([...Object.entries(golden.made ?? {}), ...pods.map(({ object, pod }) => [objectRef(object), pod.of] as const)]),
    outcomes: new Map(Object.entries(golden.outcomes ?? {})),
  };
}

function find(change: readonly ChangeObject[], ref: string): ChangeObject {
  const found = change.find(({ object }) => objectRef(object) === ref);
  if (found === undefined) throw new Error(`No ${ref} in the change of this golden.`);
  return found;
}

function podObject(name: string, { of, spec, status }: GoldenPod, change: readonly ChangeObject[]): KubeObject {
  const { object } = find(change, of);
  const own = object as unknown as {
    readonly spec?: { readonly template?: Template; readonly jobTemplate?: { readonly spec: { readonly template: Template } } };
  };
  const template = own.spec?.jobTemplate?.spec.template ?? own.spec?.template ?? { spec: own.spec };
  const labels = template.metadata?.labels ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: object.metadata.namespace ?? '', labels },
    spec: { ...(template.spec as object | undefined), ...spec },
    status,
  };
}

interface Template {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
}

function logOf(pod: string, key: string, lines: readonly string[]): ContainerLog {
  return { pod, container: key.replace(/\.previous$/, ''), previous: key.endsWith('.previous'), lines };
}

/** As the change room reads it; that room may not be imported here. */
function readChange(text: string): readonly ChangeObject[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const fields = new Map<string, SourcePosition>();
    visit(document.contents, '', fields, (offset) => {
      const { line, col } = lines.linePos(offset);
      return { file: 'change.yaml', line, column: col };
    });
    const position = fields.get('apiVersion') ?? { file: 'change.yaml', line: 1, column: 1 };
    return { object: document.toJS() as KubeObject, position, fields };
  });
}

function visit(node: unknown, path: string, fields: Map<string, SourcePosition>, at: (offset: number) => SourcePosition): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const field = path === '' ? String(key.value) : `${path}.${String(key.value)}`;
      fields.set(field, at(key.range?.[0] ?? 0));
      visit(value, field, fields, at);
    }
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const range = typeof item === 'object' && item !== null && 'range' in item && Array.isArray(item.range) ? item.range : [0];
      fields.set(`${path}[${index}]`, at(Number(range[0])));
      visit(item, `${path}[${index}]`, fields, at);
    }
  }
}
