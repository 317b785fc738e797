import { UsageError } from '@seatrial/contract';
import type { ChangeObject, Observation, PlatformSummary, Report } from '@seatrial/contract';
import { readChange } from '@seatrial/change';
import { diagnose } from '@seatrial/diagnosis';
import { readPlatform, snapshotCoverageText } from '@seatrial/platform';
import type { PlatformSnapshot } from '@seatrial/platform';
import { createRun } from '@seatrial/store';
import { Course } from './course.ts';
import type { OnEvent } from './course.ts';
import { deploy } from './deploy.ts';
import { keepObservation } from './keep-observation.ts';
import { observe } from './observe.ts';
import type { Ground } from './ground.ts';
import { openGround } from './open-ground.ts';
import type { TrialInput } from './trial-input.ts';
import { unreadableFinding } from './unreadable-finding.ts';

export interface TrialResult {
  readonly report: Report;
  readonly runDir: string;
}

/**
 * Deploys a change into an environment that mirrors the platform, on a real cluster, and reports what became of it. The environment
 * is removed before this returns, also after an abort. Wrong input throws UsageError; trouble of the cluster is a report with verdict error.
 */
export async function trial(input: TrialInput, onEvent: OnEvent, signal?: AbortSignal): Promise<TrialResult> {
  const readable = signal === undefined ? {} : { signal };
  const change = await readChange(input.paths, { defaultNamespace: input.namespace, ...readable });
  if (change.objects.length === 0 && change.diagnostics.length === 0) throw emptyChange(input.paths);
  const snapshot = input.platform === undefined ? undefined : await readPlatform(input.platform, readable);
  const run = await createRun({ root: input.root, now: () => new Date(), random: Math.random });
  const course = new Course(run, onEvent);
  course.emit({ kind: 'run-started', at: new Date().toISOString(), run: run.id, paths: [...input.paths] });
  let kubernetes: string | undefined;
  if (change.diagnostics.length > 0) {
    // A change that cannot be read whole is not deployed in part.
    course.conclude({ findings: change.diagnostics.map(unreadableFinding), unknowns: [] });
    for (const stage of ['environment', 'deploy', 'observe'] as const) course.skip(stage, 'the change cannot be read');
  } else {
    kubernetes = await tryOut(input, change.objects, snapshot, course, signal);
  }
  signal?.throwIfAborted();
  const report = course.report(input.paths, summaryOf(snapshot, kubernetes));
  await run.writeReport(report);
  course.emit({ kind: 'run-finished', at: new Date().toISOString(), report });
  return { report, runDir: run.dir };
}

function emptyChange(paths: readonly string[]): UsageError {
  return new UsageError(
    'change-empty',
    `No Kubernetes object in ${paths.join(', ')}. Give a YAML file with apiVersion, kind and metadata.name, or a folder of such files.`,
  );
}

/** Returns the version of Kubernetes that answered, if one did. */
async function tryOut(
  input: TrialInput,
  change: readonly ChangeObject[],
  snapshot: PlatformSnapshot | undefined,
  course: Course,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const ground = await course.stage('environment', (say) => openGround(input, change, snapshot, say, signal));
  if (ground === undefined) {
    for (const stage of ['deploy', 'observe'] as const) course.skip(stage, 'there is no environment');
    return undefined;
  }
  try {
    course.conclude({ findings: [], unknowns: ground.unknowns });
    await deployAndObserve(input, change, ground, course, signal);
  } finally {
    await ground.close();
  }
  return ground.kubernetes;
}

async function deployAndObserve(
  input: TrialInput,
  change: readonly ChangeObject[],
  ground: Ground,
  course: Course,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deployed = await course.stage('deploy', (say) => deploy(ground, change, say, signal));
  if (deployed === undefined) return course.skip('observe', 'the change was not deployed');
  course.conclude({ findings: [], unknowns: deployed.unknowns });
  if (deployed.refusals.length > 0 && !input.keepGoing) {
    course.skip('observe', 'parts of the change were refused (--keep-going observes the rest)');
    return course.conclude(diagnose({ ...NOTHING_SEEN, change, refusals: deployed.refusals }));
  }
  const observation = await course.stage('observe', (say) =>
    observe({ ground, change, deployed, deadlineMs: input.deadlineMs }, say, signal),
  );
  if (observation === undefined) return;
  await keepObservation(course.run, observation);
  course.conclude(diagnose(observation));
}

const NOTHING_SEEN: Omit<Observation, 'change' | 'refusals'> = {
  objects: [],
  events: [],
  logs: [],
  denials: [],
  drops: [],
  owners: new Map(),
  outcomes: new Map(),
};

function summaryOf(snapshot: PlatformSnapshot | undefined, kubernetes: string | undefined): PlatformSummary {
  const answered = kubernetes === undefined ? {} : { kubernetes };
  if (snapshot === undefined) return { name: 'none', coverage: 'no platform given: only the cluster itself was tested', ...answered };
  return {
    name: snapshot.name,
    coverage: snapshotCoverageText(snapshot),
    ...(snapshot.takenAt === undefined ? {} : { takenAt: snapshot.takenAt }),
    ...answered,
  };
}
