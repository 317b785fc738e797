import { z } from 'zod';

/** What kind of trouble a finding is; insights group by it. */
export const Category = z.enum([
  'schema',
  'api-version',
  'reference',
  'quota',
  'pod-security',
  'policy',
  'rbac',
  'scheduling',
  'storage',
  'network',
  'mesh',
  'image',
  'runtime',
  'capacity',
  'rollout',
  'provider',
  'cloud',
  'drift',
  'tampering',
]);
export type Category = z.infer<typeof Category>;

export const Severity = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof Severity>;

/** How the change fails: refused at admission, accepted without pods, pods that never start, accepted but without effect, … */
export const Effect = z.enum(['rejected', 'no-pods', 'never-starts', 'inert', 'degraded', 'insecure', 'unknown']);
export type Effect = z.infer<typeof Effect>;

/** The author's object in the change (the Deployment, not the pod it made). Lines and columns count from 1. */
export const Subject = z.object({
  file: z.string().optional().describe('Path as the user gave it, relative to the working directory.'),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  namespace: z.string().optional(),
  name: z.string().optional(),
  path: z.string().optional().describe('Field path inside the object, for example spec.template.spec.containers[0].image.'),
});
export type Subject = z.infer<typeof Subject>;

export const EvidenceSource = z.enum([
  'snapshot',
  'apiserver',
  'scheduler',
  'event',
  'audit',
  'log',
  'metric',
  'flow',
  'policy',
  'terraform',
]);
export type EvidenceSource = z.infer<typeof EvidenceSource>;

/** Something that was really seen: who said it, about which object, in its own words. */
export const Evidence = z.object({
  source: EvidenceSource,
  object: z.string().optional().describe('Where it was seen, for example Pod/pay/export-x2x4.'),
  text: z.string(),
});
export type Evidence = z.infer<typeof Evidence>;

export const Finding = z.object({
  rule: z.string().describe('Stable id of the rule or cause, for example rbac-denied.'),
  category: Category,
  severity: Severity,
  effect: Effect,
  message: z.string(),
  subject: Subject,
  evidence: z.array(Evidence),
  remedy: z.string(),
  docs: z.string().describe('Where the rule is explained, relative to the repository.'),
});
export type Finding = z.infer<typeof Finding>;

/** Something that could not be known, and why; never a pass and never a failure. */
export const Unknown = z.object({ what: z.string(), why: z.string() });
export type Unknown = z.infer<typeof Unknown>;
