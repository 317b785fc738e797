import type { Category } from '@seatrial/contract';

/** Field of a pod spec, or of one of its containers, that a refusal is mostly about. */
export type RefusedField = 'resources' | 'securityContext' | 'serviceAccountName' | 'priorityClassName' | 'runtimeClassName';

export interface RefusalClass {
  readonly category: Category;
  readonly remedy: string;
  readonly field?: RefusedField;
}

interface Pattern extends RefusalClass {
  readonly pattern: RegExp;
}

/** How an API server words its refusals (Kubernetes 1.36 admission plugins); the first that matches counts. */
const PATTERNS: readonly Pattern[] = [
  {
    category: 'quota',
    pattern: /failed quota: .*must specify/,
    field: 'resources',
    remedy: 'Set the requests and limits that the message names: the ResourceQuota of this namespace counts them.',
  },
  {
    category: 'quota',
    pattern: /exceeded quota|failed quota|insufficient quota/,
    field: 'resources',
    remedy: 'Ask for less, remove something else, or have the ResourceQuota of this namespace raised.',
  },
  {
    category: 'pod-security',
    pattern: /violates PodSecurity/,
    field: 'securityContext',
    remedy: 'Set the securityContext fields that the message names; the namespace enforces this Pod Security level.',
  },
  {
    category: 'rbac',
    pattern: /attempting to grant RBAC permissions not currently held|user "[^"]*" .*is attempting to grant/,
    remedy: 'A deployer may only grant what it holds itself: have the platform team grant this, or ask for less.',
  },
  {
    category: 'reference',
    pattern: /error looking up service account|serviceaccount "[^"]*" not found/,
    field: 'serviceAccountName',
    remedy: 'Create the ServiceAccount in this change, or name one that exists.',
  },
  {
    category: 'reference',
    pattern: /no PriorityClass with name/,
    field: 'priorityClassName',
    remedy: 'Name a PriorityClass that this platform has, or leave the field out.',
  },
  {
    category: 'reference',
    pattern: /RuntimeClass "[^"]*" not found/,
    field: 'runtimeClassName',
    remedy: 'Name a RuntimeClass that this platform has, or leave the field out.',
  },
  {
    category: 'reference',
    pattern: /namespaces "[^"]*" not found/,
    remedy: 'Create the Namespace in this change, or name one that exists on this platform.',
  },
  {
    category: 'capacity',
    pattern: /(minimum|maximum) \S+ usage per (Container|Pod|PersistentVolumeClaim)|max limit to request ratio/,
    field: 'resources',
    remedy: 'Stay inside the LimitRange of this namespace.',
  },
  {
    category: 'policy',
    pattern: /(Validating|Mutating)AdmissionPolicy|admission webhook|denied the request|denied request:/,
    remedy: 'Meet the policy that the message names.',
  },
  {
    category: 'rbac',
    pattern: /User "[^"]*" cannot/,
    remedy: 'Have the platform team grant the deployer this permission, or leave the object out of the change.',
  },
  {
    category: 'api-version',
    pattern: /no matches for kind|could not find the requested resource/,
    remedy: 'Use an apiVersion and kind that this platform serves, or install its CustomResourceDefinition first.',
  },
  {
    category: 'schema',
    pattern: /field is immutable|may not be changed|updates to .* forbidden/,
    remedy: 'This field cannot be changed on an existing object: recreate the object under another name.',
  },
];

const BY_REASON: Readonly<Record<string, RefusalClass>> = {
  Forbidden: { category: 'policy', remedy: 'Meet the rule of admission that the message names.' },
  NotFound: { category: 'reference', remedy: 'Create what the message names in this change, or name one that exists.' },
};
const SCHEMA: RefusalClass = {
  category: 'schema',
  remedy: 'Write the object as its schema in this Kubernetes version demands; the message names the field.',
};

/** What kind of refusal an API server's message is, with what to do; by the reason of its status, else schema, where no words are recognised. */
export function classifyRefusal(message: string, reason?: string): RefusalClass {
  return PATTERNS.find(({ pattern }) => pattern.test(message)) ?? BY_REASON[reason ?? ''] ?? SCHEMA;
}

/** An object, as objectRef, that has to exist and, in the server's words, does not. */
export function missingIn(message: string): string | undefined {
  const account = /error looking up service account ([^/\s]+)\/([^\s:]+)/.exec(message);
  if (account !== null) return `ServiceAccount/${account[1] ?? ''}/${account[2] ?? ''}`;
  const priority = /no PriorityClass with name (\S+) was found/.exec(message);
  if (priority !== null) return `PriorityClass/${priority[1] ?? ''}`;
  const namespace = /namespaces "([^"]*)" not found/.exec(message);
  return namespace === null ? undefined : `Namespace/${namespace[1] ?? ''}`;
}

const PREAMBLE =
  /^(?:(?:Error creating(?: job)?: |create \S+ \S+ (?:for Pod \S+ )?in StatefulSet \S+ failed error: )?\S+ "[^"]*" is (?:forbidden|invalid): |failed to create typed patch object \([^)]*\): |.* cannot be handled as a \S+: )/;

/** The telling part of a server's message, without the object that every such message begins with. */
export function gistOf(message: string): string {
  return message.replace(PREAMBLE, '');
}
