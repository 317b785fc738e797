import type { Category } from '@seatrial/contract';

interface RefusalClass {
  readonly category: Category;
  readonly pattern: RegExp;
  readonly remedy: string;
}

/** How an API server words its refusals (Kubernetes 1.36 admission plugins); the first that matches counts. */
const CLASSES: readonly RefusalClass[] = [
  {
    category: 'quota',
    pattern: /exceeded quota|failed quota|insufficient quota/,
    remedy: 'Ask for less, remove something else, or have the ResourceQuota of this namespace raised.',
  },
  {
    category: 'pod-security',
    pattern: /violates PodSecurity/,
    remedy: 'Set the securityContext fields that the message names; the namespace enforces this Pod Security level.',
  },
  {
    category: 'rbac',
    pattern: /attempting to grant RBAC permissions not currently held/,
    remedy: 'The deployer may only grant what it holds itself: have the platform team grant this, or ask for less.',
  },
  {
    category: 'reference',
    pattern: /error looking up service account|serviceaccount "[^"]*" not found/,
    remedy: 'Create the ServiceAccount in this change, or name one that exists.',
  },
  {
    category: 'reference',
    pattern: /no PriorityClass with name|RuntimeClass "[^"]*" not found|RuntimeClass.* not found/,
    remedy: 'Name a class that this platform has, or leave the field out.',
  },
  {
    category: 'reference',
    pattern: /namespaces "[^"]*" not found/,
    remedy: 'Create the Namespace in this change, or name one that exists on this platform.',
  },
  {
    category: 'capacity',
    pattern: /(minimum|maximum) (cpu|memory|storage|ephemeral-storage) usage per|max limit to request ratio/,
    remedy: 'Stay inside the LimitRange of this namespace.',
  },
  {
    category: 'policy',
    pattern: /ValidatingAdmissionPolicy|admission webhook|denied the request|MutatingAdmissionPolicy/,
    remedy: 'Meet the policy that the message names.',
  },
  {
    category: 'rbac',
    pattern: /User "[^"]*" cannot|is forbidden: User/,
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

/** What kind of refusal an API server's message is, with what to do; schema where nothing else is recognised. */
export function classifyRefusal(message: string): { readonly category: Category; readonly remedy: string } {
  const found = CLASSES.find(({ pattern }) => pattern.test(message));
  return (
    found ?? {
      category: 'schema',
      remedy: 'Write the object as its schema in this Kubernetes version demands; the message names the field.',
    }
  );
}
