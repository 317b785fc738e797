import { z } from 'zod';
import { root } from '../entry.ts';
import { imagePath, owner, text } from '../spec-text.ts';
import { defineStep, entryPath } from './define-step.ts';

/** A symbolic link at `to` that points to `link`. */
export const linkStep = defineStep({
  key: 'link',
  layer: 'files',
  schema: z.strictObject({
    link: text('link: /bin/busybox').min(1, { error: 'is empty. Write what the link points to.' }),
    to: imagePath('to: /bin/sh'),
    owner,
  }),
  async collect(step) {
    return [{ kind: 'link', path: entryPath(step.to), mode: 0o777, ...(step.owner ?? root), target: step.link }];
  },
});
