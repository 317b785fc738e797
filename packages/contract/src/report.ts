import { z } from 'zod';
import { Finding, Unknown } from './finding.ts';

export const REPORT_SCHEMA = 'seatrial.dev/report/v1';

export const Verdict = z.enum(['pass', 'fail', 'inconclusive', 'error']);
export type Verdict = z.infer<typeof Verdict>;

export const StageName = z.enum(['context', 'twin', 'environment', 'deploy', 'workflow', 'observe']);
export type StageName = z.infer<typeof StageName>;

export const StageStatus = z.enum(['passed', 'failed', 'skipped', 'inconclusive', 'error']);
export type StageStatus = z.infer<typeof StageStatus>;

export const Stage = z.object({
  name: StageName,
  status: StageStatus,
  durationMs: z.int().nonnegative(),
  reason: z.string().optional(),
});
export type Stage = z.infer<typeof Stage>;

/** What was judged. */
export const ChangeSummary = z.object({
  paths: z.array(z.string()),
  revision: z.string().optional(),
  provenance: z.string().optional(),
  risk: z.string().optional(),
});
export type ChangeSummary = z.infer<typeof ChangeSummary>;

/** What it was judged against. */
export const PlatformSummary = z.object({
  name: z.string(),
  takenAt: z.string().optional().describe('ISO 8601 time of the snapshot.'),
  kubernetes: z.string().optional().describe('Version of the Kubernetes API server that answered, for example v1.36.3.'),
  coverage: z.string().describe('What the snapshot holds: complete, or which parts are missing.'),
});
export type PlatformSummary = z.infer<typeof PlatformSummary>;

export const Report = z.object({
  schema: z.literal(REPORT_SCHEMA),
  verdict: Verdict,
  change: ChangeSummary,
  platform: PlatformSummary,
  stages: z.array(Stage),
  findings: z.array(Finding),
  unknowns: z.array(Unknown),
});
export type Report = z.infer<typeof Report>;

/** The verdict that stages and findings add up to: trouble with the infrastructure outranks everything, then failure, then doubt. */
export function verdictOf(stages: readonly Stage[], findings: readonly Finding[]): Verdict {
  if (stages.some((stage) => stage.status === 'error')) return 'error';
  if (findings.some((finding) => finding.severity === 'error')) return 'fail';
  if (stages.some((stage) => stage.status === 'failed')) return 'fail';
  if (stages.some((stage) => stage.status === 'inconclusive')) return 'inconclusive';
  return 'pass';
}
