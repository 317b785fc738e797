import { UsageError } from '@seatrial/contract';
import type { ChangeObject, PlatformSummary, Report, StageStatus } from '@seatrial/contract';
import { readChange } from '@seatrial/change';
import { diagnose } from '@seatrial/diagnosis';
import type { Diagnosis } from '@seatrial/diagnosis';
import { readPlatform, snapshotCoverageText } from '@seatrial/platform';
import type { PlatformSnapshot } from '@seatrial/platform';
import { createRun } from '@seatrial/store';
import type { Run } from '@seatrial/store';
import { Course } from './course.ts';
import type { OnEvent } from './course.ts';
import { deploy } from './deploy.ts';
import type { Ground } from './ground.ts';
import { keepObservation } from './keep-observation.ts';
import { observe, withoutObserving } from './observe.ts';
import { openGround } from './open-ground.ts';
import type { TrialInput } from './trial-input.ts';
import { unreadableFinding } from './unreadable-finding.ts';
import { untestedParts } from './untested-parts.ts';

export interface TrialResult {
  readonly report: Report;
  readonly runDir: string;
  /** Why the environment could not be removed, if it could not. */
  readonly leftover?: string;
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
  course.start(input.paths);
  course.conclude({
    findings: [],
    unknowns: change.ignored.map((file) => ({ what: file, why: 'nothing in it claims to be a Kubernetes object, so it was passed over' })),
  });
  if (change.diagnostics.length > 0) {
    // A change that cannot be read whole is not deployed in part.
    course.conclude({ findings: change.diagnostics.map(unreadableFinding), unknowns: [] });
    course.skip('the change cannot be read', 'environment', 'deploy', 'observe');
    return { report: await course.finish(input.paths, summaryOf(snapshot)), runDir: run.dir };
  }
  return tryOut({ input, change: change.objects, snapshot, run, course }, signal);
}

function emptyChange(paths: readonly string[]): UsageError {
  return new UsageError(
    'change-empty',
    `No Kubernetes object in ${paths.join(', ')}. Give a YAML file with apiVersion, kind and metadata.name, or a folder of such files.`,
  );
}

interface Tryout {
  readonly input: TrialInput;
  readonly change: readonly ChangeObject[];
  readonly snapshot: PlatformSnapshot | undefined;
  readonly run: Run;
  readonly course: Course;
}

async function tryOut(tryout: Tryout, signal: AbortSignal | undefined): Promise<TrialResult> {
  const { input, change, snapshot, run, course } = tryout;
  const ground = await course.stage('environment', (say) => openGround(input, change, snapshot, say, signal));
  if (ground === undefined) {
    course.skip('there is no environment', 'deploy', 'observe');
    return { report: await course.finish(input.paths, summaryOf(snapshot)), runDir: run.dir };
  }
  let report: Report;
  try {
    course.conclude({ findings: [], unknowns: [...ground.unknowns, ...untestedParts(change)] });
    await deployAndObserve(tryout, ground, signal);
    // Written before the environment is removed: trouble with that must not cost the report.
    report = await course.finish(input.paths, summaryOf(snapshot, ground.kubernetes));
  } catch (error) {
    await ground.close();
    throw error;
  }
  const leftover = await ground.close().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { report, runDir: run.dir, ...(leftover === undefined ? {} : { leftover }) };
}

async function deployAndObserve({ input, change, run, course }: Tryout, ground: Ground, signal: AbortSignal | undefined): Promise<void> {
  const deployed = await course.stage('deploy', (say) => deploy(ground, change, say, signal));
  if (deployed === undefined) return course.skip('the change was not deployed', 'observe');
  course.conclude({ findings: [], unknowns: deployed.unknowns });
  if (deployed.refusals.length > 0 && !input.keepGoing) {
    course.skip('parts of the change were refused (--keep-going observes the rest)', 'observe');
    return course.conclude(diagnose(withoutObserving(change, deployed)));
  }
  const diagnosis = await course.stage('observe', async (say) => {
    const observation = await observe({ ground, change, deployed, deadlineMs: input.deadlineMs }, say, signal);
    await keepObservation(run, observation, ground.mask);
    const value = diagnose(observation);
    return {
      value,
      ...judge(
        value,
        [...observation.outcomes.values()].every((outcome) => outcome === 'healthy'),
      ),
    };
  });
  if (diagnosis !== undefined) course.conclude(diagnosis);
}

/** What was not seen to do well fails only for a cause that was seen. */
function judge({ findings }: Diagnosis, isAllHealthy: boolean): { readonly status: StageStatus; readonly reason?: string } {
  if (findings.some((finding) => finding.severity === 'error')) return { status: 'failed', reason: 'not everything came up' };
  return isAllHealthy ? { status: 'passed' } : { status: 'inconclusive', reason: 'not everything was seen to do its work' };
}

function summaryOf(snapshot: PlatformSnapshot | undefined, kubernetes?: string): PlatformSummary {
  const answered = kubernetes === undefined ? {} : { kubernetes };
  if (snapshot === undefined) return { name: 'none', coverage: 'no platform given: only the cluster itself was tested', ...answered };
  return {
    name: snapshot.name,
    coverage: snapshotCoverageText(snapshot),
    ...(snapshot.takenAt === undefined ? {} : { takenAt: snapshot.takenAt }),
    ...answered,
  };
}
