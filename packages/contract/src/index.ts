export type { ChangeObject, Diagnostic, SourcePosition } from './change.ts';
export { EnvironmentError, errorCodes, InternalError, SeatrialError, UsageError } from './errors.ts';
export type { ErrorCode } from './errors.ts';
export { ExitCode, exitCodeOf } from './exit-code.ts';
export { Category, Effect, Evidence, EvidenceSource, Finding, Severity, Subject, Unknown } from './finding.ts';
export { objectRef } from './kube-object.ts';
export type { KubeObject, ObjectMeta, OwnerReference } from './kube-object.ts';
export type {
  AuditDenial,
  ContainerLog,
  FlowDrop,
  Observation,
  ObservedEvent,
  Refusal,
  WorkloadOutcome,
} from './observation.ts';
export { ChangeSummary, PlatformSummary, Report, REPORT_SCHEMA, Stage, StageName, StageStatus, Verdict, verdictOf } from './report.ts';
export { RunEvent } from './run-event.ts';
