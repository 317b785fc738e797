import type { Cause } from '../cause.ts';
import { containerPath, findingOf, seen, subjectOf } from '../finding-of.ts';
import type { ContainerView, PodView, View, WorkloadView } from '../view.ts';

const WAITING = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']);
/** Words of a registry, or of the runtime, by which an image certainly is not there. */
const NOT_THERE =
  /not found|manifest unknown|does not exist|pull access denied|repository name not known|unauthorized|denied: |couldn't parse image/i;
const UNREACHABLE =
  /dial tcp|no such host|i\/o timeout|connection refused|TLS handshake|network is unreachable|no route to host|deadline exceeded|too many requests|\b429\b|\b50[0-4]\b|EOF/i;

/** Names that belong to nobody (RFC 2606 and 6761): no registry will ever answer there. */
const RESERVED_HOST = /^[^/]+\.(example|invalid|test|localhost)(:\d+)?\//;

interface Pull {
  readonly workload: WorkloadView;
  readonly pod: PodView;
  readonly container: ContainerView;
  readonly image: string;
  readonly message: string;
}

/** An image that the registry does not have, or that the change forbids to fetch. */
export const imageNotFound: Cause = {
  rule: 'image-not-found',
  detect: (view) =>
    pullsOf(view)
      .filter((pull) => !isUnreachable(pull))
      .map(({ workload, pod, container, image, message }) => ({
        workload: workload.ref,
        finding: findingOf({
          rule: 'image-not-found',
          category: 'image',
          effect: 'never-starts',
          message: `Image ${image} of container ${container.name} in ${workload.ref} cannot be used`,
          subject: subjectOf(workload.author, containerPath(workload, container.name, 'image')),
          evidence: [seen('event', pod.ref, message)],
          remedy: remedyFor(container, image),
        }),
      })),
};

/** Pulls that failed for want of a registry to ask: nothing is known of these images. */
export function unreachablePulls(view: View): readonly { readonly image: string; readonly message: string }[] {
  const pulls = pullsOf(view).filter(isUnreachable);
  return [...new Map(pulls.map(({ image, message }) => [image, { image, message: seen('event', undefined, message).text }])).values()];
}

function isUnreachable({ container, image, message }: Pull): boolean {
  const reason = container.status.state.waiting?.reason ?? '';
  if (reason === 'InvalidImageName' || reason === 'ErrImageNeverPull') return false;
  if (RESERVED_HOST.test(image)) return false;
  return UNREACHABLE.test(message) || !NOT_THERE.test(message);
}

/** One failing pull per container of a workload, with the fullest message that was seen of it. */
function pullsOf(view: View): readonly Pull[] {
  const pulls = new Map<string, Pull>();
  for (const workload of view.workloads) {
    for (const pod of workload.pods) {
      for (const container of pod.containers) {
        const waiting = container.status.state.waiting;
        const key = `${workload.ref} ${container.name}`;
        if (waiting === undefined || !WAITING.has(waiting.reason) || pulls.has(key)) continue;
        const image =
          [...pod.model.spec.initContainers, ...pod.model.spec.containers].find(({ name }) => name === container.name)?.image ?? '';
        const said = view
          .eventsOf(pod.ref, 'Failed', 'InspectFailed', 'ErrImageNeverPull')
          .find(({ message }) => message.includes(image) && message.length > waiting.message.length);
        pulls.set(key, { workload, pod, container, image, message: said?.message ?? waiting.message });
      }
    }
  }
  return [...pulls.values()];
}

function remedyFor(container: ContainerView, image: string): string {
  switch (container.status.state.waiting?.reason) {
    case 'InvalidImageName':
      return 'Write the image as registry/repository:tag.';
    case 'ErrImageNeverPull':
      return `imagePullPolicy: Never uses only images that the node has; use IfNotPresent, or load ${image} with --images.`;
    default:
      return 'Push this image, correct its name or tag, or name an imagePullSecret that may read it.';
  }
}
