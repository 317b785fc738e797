import { ExitCode } from './exit-code.ts';

/** Every error code there is; each has a section in docs/errors.md. */
export const errorCodes = [
  'aborted',
  'binary-build-failed',
  'change-empty',
  'change-unreadable',
  'change-unsupported',
  'cluster-busy',
  'cluster-missing',
  'cluster-name',
  'cluster-not-removed',
  'cluster-not-supported',
  'cluster-start-failed',
  'component-failed',
  'image-unreadable',
  'image-not-loaded',
  'internal',
  'kube-request-failed',
  'kubeconfig-unusable',
  'option-invalid',
  'path-missing',
  'platform-not-loaded',
  'platform-unreadable',
  'prerequisite-missing',
  'run-missing',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** An error whose class says who can mend it, whose code is documented, and whose message names value, place and fix. */
export abstract class SeatrialError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** The command or its input is wrong: the user mends it. */
export class UsageError extends SeatrialError {
  override readonly exitCode = ExitCode.usage;
}

/** The machine or cluster is at fault, not the change. */
export class EnvironmentError extends SeatrialError {
  override readonly exitCode = ExitCode.infrastructure;
}

/** A bug of Seatrial. */
export class InternalError extends SeatrialError {
  override readonly exitCode = ExitCode.infrastructure;
}
