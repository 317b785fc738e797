import { ExitCode, SeatrialError } from '@seatrial/contract';
import type { KubeRequest } from './kube-request.ts';

/** The API server answered, and the answer was no. Message and reason are the server's own. */
export class ApiError extends SeatrialError {
  override readonly exitCode = ExitCode.infrastructure;
  readonly status: number;
  /** Reason of the Status object, for example Forbidden, Invalid, NotFound; empty if there was none. */
  readonly reason: string;
  readonly serverMessage: string;

  constructor(request: Pick<KubeRequest, 'method' | 'path'>, status: number, body: unknown, text: string) {
    const { message, reason } = statusOf(body, text);
    super('kube-request-failed', `${request.method} ${request.path}: ${String(status)} ${message}`);
    this.status = status;
    this.reason = reason;
    this.serverMessage = message;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}

function statusOf(body: unknown, text: string): { message: string; reason: string } {
  const status = typeof body === 'object' && body !== null ? body : {};
  const message = 'message' in status && typeof status.message === 'string' ? status.message : text.trim().slice(0, 500);
  const reason = 'reason' in status && typeof status.reason === 'string' ? status.reason : '';
  return { message, reason };
}
