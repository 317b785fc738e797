import type { Report } from '@seatrial/contract';
import { readReport } from '@seatrial/store';

/** The report of a run: by its id, its folder or its file. */
export function openReport(place: string, root: string): Promise<Report> {
  return readReport(place, root);
}
