import type { Cause } from '../cause.ts';
import { containerPath, findingOf, seen, subjectOf } from '../finding-of.ts';
import type { ContainerView, PodView, WorkloadView } from '../view.ts';

/** The kernel killed a container that used more memory than its limit. */
export const outOfMemory: Cause = {
  rule: 'out-of-memory',
  detect: ({ workloads }) =>
    workloads.flatMap((workload) => killedOf(workload).map(([pod, container]) => diagnose(workload, pod, container))),
};

/** The first pod of each container that was killed. */
function killedOf({ pods }: WorkloadView): readonly (readonly [PodView, ContainerView])[] {
  const killed = new Map<string, readonly [PodView, ContainerView]>();
  for (const pod of pods) {
    for (const container of pod.containers) {
      const { state, lastState } = container.status;
      const isKilled = [state, lastState].some(({ terminated }) => terminated?.reason === 'OOMKilled');
      if (isKilled && !killed.has(container.name)) killed.set(container.name, [pod, container]);
    }
  }
  return [...killed.values()];
}

function diagnose(workload: WorkloadView, pod: PodView, { name, status }: ContainerView) {
  const limitOf = (
    containers: readonly {
      readonly name: string;
      readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> | undefined } | undefined;
    }[],
  ) => containers.find((one) => one.name === name)?.resources?.limits?.['memory'];
  const limit = limitOf([...pod.model.spec.initContainers, ...pod.model.spec.containers]);
  const own = limitOf([...workload.template.initContainers, ...workload.template.containers]);
  const origin = own === undefined ? ', which the LimitRange of the namespace set' : '';
  const restarts = status.restartCount > 0 ? `, restarted ${status.restartCount} times` : '';
  return {
    workload: workload.ref,
    finding: findingOf({
      rule: 'out-of-memory',
      category: 'capacity',
      effect: 'degraded',
      message: `Container ${name} of ${workload.ref} was killed for using more memory than its limit${limit === undefined ? '' : ` of ${String(limit)}${origin}`}`,
      subject: subjectOf(workload.author, containerPath(workload, name, 'resources.limits.memory')),
      evidence: [
        seen(
          'event',
          pod.ref,
          `container ${name}: reason OOMKilled, exit code ${status.state.terminated?.exitCode ?? status.lastState.terminated?.exitCode ?? 137}${restarts}`,
        ),
      ],
      remedy: 'Raise resources.limits.memory, or make the program use less.',
    }),
  };
}
