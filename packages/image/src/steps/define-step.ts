import { UsageError } from '@seatrial/contract';
import type { z } from 'zod';
import type { Entry } from '../entry.ts';
import type { Platform } from '../platform.ts';

/** What a step may use beside its own fields. */
export interface StepContext {
  /** Folder that paths of the machine are relative to. */
  readonly baseDir: string;
  /** The step as a person finds it: "image.yaml:5", or "files[2]" when the spec is not from a file. */
  readonly place: string;
  readonly platform: Platform;
  /** For files that a step makes; removed when the image is built. */
  readonly scratchDir: string;
  readonly signal: AbortSignal;
}

/** Neighbouring steps of one group share a layer, so that a changed line of code does not rewrite a 100 MB program. */
export type LayerGroup = 'base' | 'programs' | 'files';

export interface StepKind<Schema extends z.ZodObject> {
  /** The field that tells this kind of step from the others. */
  readonly key: string;
  readonly layer: LayerGroup;
  readonly schema: Schema;
  collect(step: unknown, context: StepContext): Promise<Entry[]>;
}

/** A kind of step: its fields, and the files that it brings into the image. */
export function defineStep<Schema extends z.ZodObject>(kind: {
  readonly key: string & keyof Schema['shape'];
  readonly layer: LayerGroup;
  readonly schema: Schema;
  collect(step: z.output<Schema>, context: StepContext): Promise<Entry[]>;
}): StepKind<Schema> {
  return { ...kind, collect: async (step, context) => kind.collect(parse(kind.schema, step, context.place), context) };
}

/** A spec that was read from a file is right by now; one that a program made is checked here. */
function parse<Schema extends z.ZodObject>(schema: Schema, step: unknown, place: string): z.output<Schema> {
  const result = schema.safeParse(step);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `${place}  ${path.join('.')} ${message}`);
  throw new UsageError('image-unreadable', lines.join('\n'));
}

/** The path of an entry: that of the spec without its leading slash. */
export function entryPath(to: string): string {
  return to.slice(1);
}
