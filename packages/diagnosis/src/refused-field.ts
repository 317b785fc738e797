import type { KubeObject } from '@seatrial/contract';
import { listAt, mapping } from './read-field.ts';
import { containerPath } from './subject.ts';
import type { RefusalClass } from './classify-refusal.ts';
import type { WorkloadView } from './view.ts';

const ROOTS = 'spec|metadata|data|stringData|rules|subjects|roleRef|webhooks|status';
/** Strict decoding, server-side apply and validation each word the field in their own way; the first that is found counts. */
const PATHS: readonly RegExp[] = [
  /unknown field "([^"]+)"/,
  /\.([\w.-]+(?:\[[^\]]*\][\w.-]*)*): field not declared in schema/,
  new RegExp(String.raw`(?:^|[\s"[(,:])\.?((?:${ROOTS})(?:\.[\w-]+|\[[^\]\s]*\])+)(?=[:"\s,)]|$)`),
  new RegExp(String.raw`(?:^|[\s"[(,])(${ROOTS}):`),
];

/** The field that a Status message names, with list selectors of server-side apply ([name="web"]) turned into positions. */
export function fieldIn(message: string, object: KubeObject): string | undefined {
  const named = PATHS.map((path) => path.exec(message)?.[1]).find((path) => path !== undefined);
  return named === undefined ? undefined : withPositions(named, object);
}

function withPositions(path: string, object: unknown): string {
  let at: unknown = object;
  let done = '';
  for (const [step] of path.matchAll(/[^.[\]]+|\[[^\]]*\]/g)) {
    if (!step.startsWith('[')) {
      at = mapping(at)[step];
      done = done === '' ? step : `${done}.${step}`;
      continue;
    }
    const items = listAt({ items: at }, 'items');
    const index = indexOf(step.slice(1, -1), items);
    if (index === undefined) return `${done}${step}`;
    at = items[index];
    done = `${done}[${index}]`;
  }
  return done;
}

/** The position that a selector means: 0, name="web", or containerPort=8080,protocol="TCP". */
function indexOf(selector: string, items: readonly unknown[]): number | undefined {
  if (/^\d+$/.test(selector)) return Number(selector);
  const keys = selector.split(',').map((part) => part.split('='));
  const index = items.findIndex((item) => keys.every(([key = '', value = '']) => isSame(mapping(item)[key], value)));
  return index < 0 ? undefined : index;
}

/** A key that the author left out has its default, which the selector spells out. */
function isSame(written: unknown, selected: string): boolean {
  return written === undefined ? selected === '"TCP"' : JSON.stringify(written) === selected;
}

/** The field of a pod template that admission refused, as podSubject takes it. */
export function refusedPodField(message: string, { field }: RefusalClass, workload: WorkloadView): string | undefined {
  if (field === 'securityContext' && /hostPath volumes|restricted volume types/.test(message)) return 'volumes';
  if (field !== 'resources' && field !== 'securityContext') return field;
  const named = /containers? "([^"]+)"/.exec(message)?.[1] ?? /must specify [^:]+ for: ([\w-]+)/.exec(message)?.[1];
  const path = named === undefined ? undefined : containerPath(workload, named);
  if (path !== undefined) return `${path}.${field}`;
  return field === 'resources' ? 'containers[0].resources' : 'securityContext';
}
