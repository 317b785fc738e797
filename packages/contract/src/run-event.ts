import { z } from 'zod';
import { Finding, Unknown } from './finding.ts';
import { Report, Stage, StageName } from './report.ts';

/** What a run says while it goes on; a report can be rebuilt from these alone. Times are ISO 8601. */
export const RunEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run-started'), at: z.string(), run: z.string(), paths: z.array(z.string()) }),
  z.object({ kind: z.literal('stage-started'), at: z.string(), stage: StageName }),
  z.object({ kind: z.literal('stage-progress'), at: z.string(), stage: StageName, text: z.string() }),
  z.object({ kind: z.literal('stage-finished'), at: z.string(), stage: Stage }),
  z.object({ kind: z.literal('finding'), at: z.string(), finding: Finding }),
  z.object({ kind: z.literal('unknown'), at: z.string(), unknown: Unknown }),
  z.object({ kind: z.literal('run-finished'), at: z.string(), report: Report }),
]);
export type RunEvent = z.infer<typeof RunEvent>;
