import { objectRef } from '@seatrial/contract';
import type { Refusal } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { classifyRefusal, gistOf, missingIn } from '../classify-refusal.ts';
import type { RefusalClass } from '../classify-refusal.ts';
import { quote, seen } from '../evidence.ts';
import { findingOf } from '../finding-of.ts';
import { groupBy } from '../group-by.ts';
import { fieldIn, refusedPodField } from '../refused-field.ts';
import { nameOf, subjectOf } from '../subject.ts';
import type { View } from '../view.ts';

/** The API server refused an object of the change. */
export const applyRefused: Cause = {
  rule: 'apply-refused',
  detect: (view) => [...groupBy(view.observation.refusals, sameReason).values()].flatMap((refusals) => diagnose(view, refusals)),
};

/** A missing namespace, kind or permission refuses every object that needs it; anything else is about the one object. */
function sameReason({ user, message, object }: Refusal): string {
  const permission =
    /User "[^"]*" cannot \S+ resource "[^"]*" in API group "[^"]*"(?: in the namespace "[^"]*"| at the cluster scope)?/.exec(message)?.[0];
  const shared = permission ?? missingIn(message) ?? /no matches for kind .*/.exec(message)?.[0];
  return JSON.stringify(shared === undefined ? objectRef(object.object) : [user, shared]);
}

function diagnose(view: View, refusals: readonly Refusal[]): readonly Diagnosed[] {
  const [first] = refusals;
  if (first === undefined) return [];
  const refused = classifyRefusal(first.message, first.reason);
  const others = refusals.length > 1 ? ` and ${refusals.length - 1} more of this change` : '';
  const verb = refusals.length > 1 ? 'were' : 'was';
  const missing = missingIn(first.message);
  const who = first.message.includes(`"${first.user}"`) ? '' : ` (applied as ${first.user})`;
  return [
    {
      workloads: refusals.map(({ object }) => objectRef(object.object)),
      ...(missing === undefined ? {} : { missing }),
      finding: findingOf({
        rule: 'apply-refused',
        category: refused.category,
        effect: 'rejected',
        message: `${nameOf(first.object.object)}${others} ${verb} refused${who}: ${quote(gistOf(first.message))}`,
        subject: subjectOf(first.object, pathOf(view, first, refused)),
        evidence: refusals.map(({ object, message }) => seen('apiserver', objectRef(object.object), message)),
        remedy: refused.remedy,
      }),
    },
  ];
}

function pathOf(view: View, { object, message }: Refusal, refused: RefusalClass): string | undefined {
  const named = fieldIn(message, object.object);
  if (named !== undefined) return named;
  if (refused.category === 'rbac') return undefined;
  if (object.object.kind === 'PersistentVolumeClaim') return refused.field === undefined ? undefined : 'spec.resources.requests.storage';
  if (missingIn(message)?.startsWith('Namespace/') === true) return 'metadata.namespace';
  const workload = view.workloads.find(({ ref }) => ref === objectRef(object.object));
  const field = workload === undefined ? undefined : refusedPodField(message, refused, workload);
  return workload?.podPath === undefined || field === undefined ? undefined : `${workload.podPath}.${field}`;
}
