import { resolve } from 'node:path';
import { UsageError } from '@seatrial/contract';
import { z } from 'zod';
import { listFolder } from '../list-folder.ts';
import { sourceStat } from '../source-stat.ts';
import { imagePath, text } from '../spec-text.ts';
import { defineStep, entryPath } from './define-step.ts';

/** A whole root folder, for example from debootstrap, with the owners and modes that it has on this machine. */
export const rootStep = defineStep({
  key: 'root',
  layer: 'base',
  schema: z.strictObject({ root: text('root: ./debian-root'), to: imagePath('to: /') }),
  async collect(step, context) {
    const source = resolve(context.baseDir, step.root);
    const stat = await sourceStat(source, `root "${step.root}"`, context.place);
    if (stat.isDirectory()) return listFolder(source, entryPath(step.to), context);
    throw new UsageError(
      'path-missing',
      `${context.place}  root "${step.root}" is a file. Name a folder, or use "from" for a single file.`,
    );
  },
});
