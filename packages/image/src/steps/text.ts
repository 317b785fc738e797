import { z } from 'zod';
import { root } from '../entry.ts';
import { imagePath, mode, owner, text } from '../spec-text.ts';
import { defineStep, entryPath } from './define-step.ts';

/** A file with the given text. */
export const textStep = defineStep({
  key: 'text',
  layer: 'files',
  schema: z.strictObject({ text: text('text: "hello"'), to: imagePath('to: /etc/motd'), mode, owner }),
  async collect(step) {
    const content = { kind: 'bytes', bytes: Buffer.from(step.text) } as const;
    return [{ kind: 'file', path: entryPath(step.to), mode: step.mode ?? 0o644, ...(step.owner ?? root), content }];
  },
});
