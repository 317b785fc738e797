import type { Layout } from '../layout.ts';

/** One process of a cluster: which files it wants, and how it is started. */
export interface Component {
  readonly name: string;
  /** Configuration files by name, written into the config folder before the start. */
  files?(layout: Layout): Readonly<Record<string, string>>;
  argv(layout: Layout): readonly string[];
  env?(layout: Layout): Readonly<Record<string, string>>;
}
