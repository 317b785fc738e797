import type { ChangeObject, SourcePosition } from '@seatrial/contract';

/** Place of a field in the author's source; of the nearest field around it where it was not written. */
export function positionOf({ fields, position }: ChangeObject, path: string): SourcePosition {
  for (let rest = path; rest !== ''; rest = parentOf(rest)) {
    const found = fields.get(rest);
    if (found !== undefined) return found;
  }
  return position;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.'), path.lastIndexOf('[')));
}
