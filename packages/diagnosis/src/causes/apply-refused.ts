import { objectRef } from '@seatrial/contract';
import type { Refusal } from '@seatrial/contract';
import type { Cause, Diagnosed } from '../cause.ts';
import { classifyRefusal } from '../classify-refusal.ts';
import { findingOf, seen, subjectOf } from '../finding-of.ts';

/** The API server refused an object of the change. */
export const applyRefused: Cause = {
  rule: 'apply-refused',
  detect: ({ observation }) => observation.refusals.map(diagnose),
};

function diagnose(refusal: Refusal): Diagnosed {
  const { category, remedy } = classifyRefusal(refusal.message);
  const name = objectRef(refusal.object.object);
  return {
    workload: name,
    finding: findingOf({
      rule: 'apply-refused',
      category,
      effect: 'rejected',
      message: `${name} was refused by the API server when ${refusal.user} applied it`,
      subject: subjectOf(refusal.object, fieldIn(refusal)),
      evidence: [seen('apiserver', name, refusal.message)],
      remedy,
    }),
  };
}

/** The field that the message names, if the author wrote it or something around it. */
function fieldIn({ message, object }: Refusal): string | undefined {
  const candidates = message.matchAll(/(?:^|[\s:[,])\.?((?:spec|metadata|data|rules|subjects|roleRef)(?:[.[][\w.[\]"/-]*)?)/g);
  for (const [, path] of candidates) {
    const field = path?.replace(/[.:,]+$/, '');
    if (field !== undefined && (object.fields.has(field) || field.includes('.'))) return field;
  }
  return undefined;
}
