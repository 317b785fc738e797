import { z } from 'zod';
import { root } from '../entry.ts';
import { imagePath, mode, owner } from '../spec-text.ts';
import { defineStep, entryPath } from './define-step.ts';

/** A folder, with a mode and owner of its own. */
export const dirStep = defineStep({
  key: 'dir',
  layer: 'files',
  schema: z.strictObject({ dir: imagePath('dir: /tmp'), mode, owner }),
  async collect(step) {
    return [{ kind: 'folder', path: entryPath(step.dir), mode: step.mode ?? 0o755, ...(step.owner ?? root), onlyIfMissing: false }];
  },
});
