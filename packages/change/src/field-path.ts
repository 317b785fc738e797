import type { SourcePosition } from '@seatrial/contract';

/** Path of a field below another: spec.replicas, or metadata.labels["app.kubernetes.io/name"] where a dot would mislead. */
export function fieldPath(parent: string, name: string): string {
  if (!/^[\w-]+$/.test(name)) return `${parent}[${JSON.stringify(name)}]`;
  return parent === '' ? name : `${parent}.${name}`;
}

export function itemPath(parent: string, index: number): string {
  return `${parent}[${String(index)}]`;
}

/** Place of the field, or of the nearest field around it that was written. */
export function nearestPosition(fields: ReadonlyMap<string, SourcePosition>, path: string): SourcePosition | undefined {
  for (let rest = path; rest !== ''; rest = parentOf(rest)) {
    const position = fields.get(rest);
    if (position !== undefined) return position;
  }
  return undefined;
}

/** Cutting inside a quoted key gives paths that no field has, which does no harm. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.'), path.lastIndexOf('[')));
}
