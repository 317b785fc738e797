import { objectRef } from '@seatrial/contract';
import type { ChangeObject, Diagnostic, KubeObject } from '@seatrial/contract';

export interface MergedObjects {
  readonly objects: readonly KubeObject[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Copies {
  readonly last: ChangeObject;
  /** Where each copy is, as file and line. */
  readonly places: readonly string[];
}

/** Each object once: kubectl output often has one in several files, or in several versions of its API. The last one counts. */
export function mergeDuplicates(objects: readonly ChangeObject[]): MergedObjects {
  const copies = new Map<string, Copies>();
  for (const one of objects) {
    const key = `${groupOf(one.object)} ${objectRef(one.object)}`;
    const place = `${one.position.file}:${String(one.position.line)}`;
    copies.set(key, { last: one, places: [...(copies.get(key)?.places ?? []), place] });
  }
  const merged = [...copies.values()];
  return { objects: merged.map(({ last }) => last.object), diagnostics: merged.filter(({ places }) => places.length > 1).map(diagnose) };
}

function groupOf({ apiVersion }: KubeObject): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

function diagnose({ last, places }: Copies): Diagnostic {
  return {
    message: `${objectRef(last.object)} is in this snapshot ${String(places.length)} times: ${places.join(', ')}. The last one counts; remove the others.`,
    position: last.position,
  };
}
