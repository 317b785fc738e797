import { positionOf } from '@seatrial/change';
import type { SourcePosition } from '@seatrial/contract';

/** Place of a field of a file, or of the nearest one around it, or of its first line. */
export function placeIn(file: string, fields: ReadonlyMap<string, SourcePosition>, path: string): SourcePosition {
  return positionOf({ fields, position: { file, line: 1, column: 1 } }, path);
}
