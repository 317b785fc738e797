import type { EvidenceSource } from '@seatrial/contract';
import type { ContainerView, PodView, View, WorkloadView } from './view.ts';

/** An image that a container waits for in vain, with the fullest words that were seen of it. */
export interface Pull {
  readonly workload: WorkloadView;
  readonly pod: PodView;
  readonly container: ContainerView;
  readonly image: string;
  /** unreachable: no registry could be asked, so nothing is known of the image. */
  readonly kind: 'absent' | 'invalid' | 'never' | 'reserved-name' | 'unreachable';
  readonly message: string;
  readonly source: EvidenceSource;
}

const WAITING = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']);
/** Words of a registry, or of the runtime, by which an image certainly is not there. */
const ABSENT = /not found|manifest unknown|does not exist|pull access denied|repository name not known/i;
const UNREACHABLE =
  /dial tcp|no such host|i\/o timeout|connection refused|connection reset|TLS handshake|x509|network is unreachable|no route to host|deadline exceeded|toomanyrequests|too many requests|bad gateway|service unavailable|: (?:429|5\d\d) |\bEOF\b/i;
/** Names that belong to nobody (RFC 2606 and 6761): no registry will ever answer there. */
const RESERVED_HOST = /^(?:[^/]+\.(?:example|invalid|test|localhost)|(?:[^/]+\.)?example\.(?:com|net|org))(?::\d+)?\//;

/** Failing pulls of a workload, one per container. */
export function pullsOf(view: View, workload: WorkloadView): readonly Pull[] {
  const pulls = new Map<string, Pull>();
  for (const pod of workload.pods) {
    for (const container of pod.containers) {
      const waiting = container.status.state.waiting;
      if (waiting === undefined || !WAITING.has(waiting.reason) || pulls.has(container.name)) continue;
      const image = container.spec?.image ?? '';
      const said = saidOf(view, pod, image) ?? { message: waiting.message, source: 'apiserver' as const };
      pulls.set(container.name, { workload, pod, container, image, kind: kindOf(waiting.reason, image, said.message), ...said });
    }
  }
  return [...pulls.values()];
}

/** The event of the pull itself: the status of the pod repeats it, or holds no more than "Back-off". */
function saidOf(view: View, pod: PodView, image: string): Pick<Pull, 'message' | 'source'> | undefined {
  const said = view
    .eventsOf(pod.ref, 'Failed', 'InspectFailed', 'ErrImageNeverPull')
    .findLast(({ message }) => message.includes(`"${image}"`));
  return said === undefined ? undefined : { message: said.message, source: 'event' };
}

function kindOf(reason: string, image: string, message: string): Pull['kind'] {
  if (reason === 'InvalidImageName') return 'invalid';
  if (reason === 'ErrImageNeverPull') return 'never';
  // Its name may hold any word, as not-found or eof.
  const words = image === '' ? message : message.replaceAll(image, '');
  if (!UNREACHABLE.test(words) && ABSENT.test(words)) return 'absent';
  return RESERVED_HOST.test(image) ? 'reserved-name' : 'unreachable';
}
