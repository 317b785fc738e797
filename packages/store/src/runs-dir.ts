import { join } from 'node:path';

/** Where the runs of a working directory are kept. */
export function runsDir(root: string): string {
  return join(root, '.seatrial', 'runs');
}
