import { InternalError, REPORT_SCHEMA, SeatrialError, UsageError, verdictOf } from '@seatrial/contract';
import type { Finding, PlatformSummary, Report, RunEvent, Stage, StageName, StageStatus, Unknown } from '@seatrial/contract';
import type { Run } from '@seatrial/store';

export type OnEvent = (event: RunEvent) => void;
export type Say = (text: string) => void;

/** What a stage came to. */
export interface StageResult<Value> {
  readonly value: Value;
  readonly status: StageStatus;
  readonly reason?: string;
}

/** Collects what a run comes to, and tells it as it happens. */
export class Course {
  readonly #run: Run;
  readonly #onEvent: OnEvent;
  readonly #stages: Stage[] = [];
  readonly #findings: Finding[] = [];
  readonly #unknowns: Unknown[] = [];

  constructor(run: Run, onEvent: OnEvent) {
    this.#run = run;
    this.#onEvent = onEvent;
  }

  start(paths: readonly string[]): void {
    this.#emit({ kind: 'run-started', at: now(), run: this.#run.id, paths: [...paths] });
  }

  /** Runs a stage; trouble that is not the change's fault ends it as "error" and returns undefined. An abort or a wrong input is thrown on. */
  async stage<Value>(name: StageName, work: (say: Say) => Promise<StageResult<Value>>): Promise<Value | undefined> {
    const start = performance.now();
    this.#emit({ kind: 'stage-started', at: now(), stage: name });
    try {
      const { value, ...outcome } = await work((text) => this.#emit({ kind: 'stage-progress', at: now(), stage: name, text }));
      this.#finish({ name, durationMs: since(start), ...outcome });
      return value;
    } catch (error) {
      if (!(error instanceof SeatrialError) || error instanceof UsageError || error instanceof InternalError || error.code === 'aborted')
        throw error;
      this.#finish({ name, status: 'error', durationMs: since(start), reason: error.message });
      return undefined;
    }
  }

  skip(reason: string, ...names: readonly StageName[]): void {
    for (const name of names) this.#finish({ name, status: 'skipped', durationMs: 0, reason });
  }

  conclude({ findings, unknowns }: { readonly findings: readonly Finding[]; readonly unknowns: readonly Unknown[] }): void {
    for (const finding of findings) this.#emit({ kind: 'finding', at: now(), finding });
    for (const unknown of unknowns) this.#emit({ kind: 'unknown', at: now(), unknown });
    this.#findings.push(...findings);
    this.#unknowns.push(...unknowns);
  }

  /** The report of all that was told, kept and announced. */
  async finish(paths: readonly string[], platform: PlatformSummary): Promise<Report> {
    const report: Report = {
      schema: REPORT_SCHEMA,
      verdict: verdictOf(this.#stages, this.#findings),
      change: { paths: [...paths] },
      platform,
      stages: this.#stages,
      findings: this.#findings,
      unknowns: this.#unknowns,
    };
    await this.#run.writeReport(report);
    this.#emit({ kind: 'run-finished', at: now(), report });
    return report;
  }

  #emit(event: RunEvent): void {
    this.#run.appendEvent(event);
    this.#onEvent(event);
  }

  #finish(stage: Stage): void {
    this.#stages.push(stage);
    this.#emit({ kind: 'stage-finished', at: now(), stage });
  }
}

function since(start: number): number {
  return Math.round(performance.now() - start);
}

function now(): string {
  return new Date().toISOString();
}
