import type { ChangeObject, SourcePosition } from '@seatrial/contract';
import { nearestPosition } from './field-path.ts';

/** Place of a field in the author's source; of the nearest field around it where it was not written, at last of the object. */
export function positionOf({ fields, position }: Pick<ChangeObject, 'fields' | 'position'>, path: string): SourcePosition {
  return nearestPosition(fields, path) ?? position;
}
