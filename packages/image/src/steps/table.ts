import type { z } from 'zod';
import { binaryStep } from './binary.ts';
import { dirStep } from './dir.ts';
import { fromStep } from './from.ts';
import { goStep } from './go.ts';
import { linkStep } from './link.ts';
import { rootStep } from './root.ts';
import { textStep } from './text.ts';

/** Every kind of step there is under "files". */
export const stepKinds = [fromStep, binaryStep, goStep, rootStep, textStep, linkStep, dirStep] as const;

/** A step as it is written in a spec. */
export type Step = z.input<(typeof stepKinds)[number]['schema']>;

/** The kinds whose telling field a step has; exactly one if the step is right. */
export function kindsOf(step: object): readonly (typeof stepKinds)[number][] {
  return stepKinds.filter(({ key }) => key in step);
}
