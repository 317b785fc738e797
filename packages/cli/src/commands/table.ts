import type { AddCommand } from '../command.ts';
import { cluster } from './cluster.ts';
import { image } from './image.ts';
import { report } from './report.ts';
import { trial } from './trial.ts';

/** Commands in the order in which help shows them. */
export const commands: readonly AddCommand[] = [trial, report, cluster, image];
