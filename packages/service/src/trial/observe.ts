import { setTimeout as sleep } from 'node:timers/promises';
import { objectRef } from '@seatrial/contract';
import type { ChangeObject, Observation, ObservedEvent, WorkloadOutcome } from '@seatrial/contract';
import { readDenials, readDrops } from '@seatrial/cluster';
import { assess } from './assess.ts';
import type { Assessment } from './assess.ts';
import { collectLogs } from './collect-logs.ts';
import type { Say } from './course.ts';
import { deadlineFor } from './deadline.ts';
import type { Deployed } from './deploy.ts';
import { isWorkload } from './model.ts';
import type { Ground } from './ground.ts';
import type { Mask } from './mask.ts';
import { look } from './look.ts';
import type { Sight } from './look.ts';

export interface ObserveInput {
  readonly ground: Ground;
  readonly change: readonly ChangeObject[];
  readonly deployed: Deployed;
  readonly deadlineMs?: number | undefined;
}

const LOOK_EVERY_MS = 400;
/** How long everything has to stay well before it counts as well: containers often die in their first seconds. */
const QUIET_MS = 6_000;

/** Watches a deployed change until all of it is well or failed, or the deadline is over, and collects what was seen. */
export async function observe(input: ObserveInput, say: Say, signal: AbortSignal | undefined): Promise<Observation> {
  const workloads = [...input.deployed.objects.values()].filter(isWorkload);
  const deadlineMs = input.deadlineMs ?? deadlineFor(workloads);
  const start = performance.now();
  let quietSince: number | undefined;
  for (;;) {
    const sight = await look(input.ground.kube, [...input.deployed.objects.values()], signal);
    const elapsedMs = performance.now() - start;
    const isOver = elapsedMs >= deadlineMs;
    const assessments = new Map(workloads.map((workload) => [objectRef(workload), assess(workload, sight, { isOver, now: Date.now() })]));
    say(describe(assessments));
    const states = [...assessments.values()];
    const isSettled = states.every((one) => one.state !== 'progressing');
    if (!isSettled) quietSince = undefined;
    else quietSince ??= performance.now();
    const neededMs = states.some((one) => one.state === 'healthy' && one.mayStillFail) ? QUIET_MS : 0;
    if (isOver || (quietSince !== undefined && performance.now() - quietSince >= neededMs))
      return conclude(input, sight, assessments, signal);
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

function describe(assessments: ReadonlyMap<string, Assessment>): string {
  if (assessments.size === 0) return 'nothing in this change runs';
  return [...assessments].map(([name, { state, detail }]) => `${name} ${state}${detail === '' ? '' : ` (${detail})`}`).join(', ');
}

async function conclude(
  { ground, change, deployed }: ObserveInput,
  sight: Sight,
  assessments: ReadonlyMap<string, Assessment>,
  signal: AbortSignal | undefined,
): Promise<Observation> {
  const own = new Set(sight.pods.map(objectRef));
  const denials = (await readDenials(ground.layout, ground.since.audit)).filter(
    (denial) => denial.pod !== undefined && own.has(denial.pod),
  );
  const drops = (await readDrops(ground.layout, ground.since.flows)).filter((drop) => own.has(drop.from) || own.has(drop.to));
  const outcomes = new Map([...assessments].map(([name, { state }]) => [name, outcomeOf(state)]));
  return {
    change,
    refusals: deployed.refusals,
    objects: sight.objects,
    events: sight.events.map((event) => masked(event, ground.mask)),
    logs: await collectLogs(ground, sight.pods, signal),
    denials,
    drops,
    owners: sight.owners,
    outcomes,
  };
}

/** What is known of a change that was refused and therefore not watched. */
export function withoutObserving(change: readonly ChangeObject[], { refusals }: Deployed): Observation {
  return { change, refusals, objects: [], events: [], logs: [], denials: [], drops: [], owners: new Map(), outcomes: new Map() };
}

function masked(event: ObservedEvent, mask: Mask): ObservedEvent {
  return { ...event, message: mask(event.message) };
}

function outcomeOf(state: Assessment['state']): WorkloadOutcome {
  return state === 'progressing' ? 'unsettled' : state;
}
