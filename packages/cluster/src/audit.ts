import { z } from 'zod';
import type { AuditDenial } from '@seatrial/contract';
import type { Layout } from './layout.ts';
import { readJsonLines, sizeOf } from './read-from.ts';

const AuditEvent = z.looseObject({
  verb: z.string(),
  requestURI: z.string().default(''),
  user: z.looseObject({ username: z.string().default(''), extra: z.record(z.string(), z.array(z.string())).default({}) }),
  objectRef: z
    .looseObject({
      apiGroup: z.string().default(''),
      resource: z.string().default(''),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  responseStatus: z.looseObject({ message: z.string().default('') }).optional(),
  annotations: z.record(z.string(), z.string()).default({}),
  stageTimestamp: z.string(),
});
type AuditEvent = z.infer<typeof AuditEvent>;

/** Where the audit log ends now, to read later only what came after. */
export function auditPosition(layout: Layout): Promise<number> {
  return sizeOf(layout.auditLog);
}

/** Requests of ServiceAccounts that the API server refused since a position, equal ones counted together, newest time kept. */
export async function readDenials(layout: Layout, since: number): Promise<readonly AuditDenial[]> {
  const found = new Map<string, AuditDenial>();
  // Most lines are of no interest; only the few with this word are worth parsing.
  for (const value of await readJsonLines(layout.auditLog, since, (line) => line.includes('"forbid"'))) {
    const denial = denialOf(value);
    if (denial === undefined) continue;
    const key = JSON.stringify({ ...denial, lastSeen: '', requestURI: '', count: 0 });
    found.set(key, { ...denial, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

function denialOf(value: unknown): AuditDenial | undefined {
  const event = AuditEvent.safeParse(value).data;
  if (event?.annotations['authorization.k8s.io/decision'] !== 'forbid') return undefined;
  if (!event.user.username.startsWith('system:serviceaccount:')) return undefined;
  // RBAC gives no reason of its own; what the caller was told says it all.
  const reason = event.annotations['authorization.k8s.io/reason'] || (event.responseStatus?.message ?? '');
  return { ...whoOf(event), ...whatOf(event), reason, count: 1, lastSeen: event.stageTimestamp };
}

function whoOf({ user }: AuditEvent): Pick<AuditDenial, 'user' | 'pod'> {
  const pod = user.extra['authentication.kubernetes.io/pod-name']?.[0];
  const namespace = user.username.split(':')[2];
  return { user: user.username, ...(pod === undefined || namespace === undefined ? {} : { pod: `Pod/${namespace}/${pod}` }) };
}

function whatOf(
  event: AuditEvent,
): Pick<AuditDenial, 'verb' | 'apiGroup' | 'resource' | 'subresource' | 'namespace' | 'name' | 'requestURI'> {
  const { apiGroup = '', resource = '', subresource, namespace, name } = event.objectRef ?? {};
  return {
    verb: event.verb,
    apiGroup,
    resource,
    requestURI: event.requestURI,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}
