import type { PlatformSummary, Severity } from '@seatrial/contract';
import { cleanLine } from './clean-text.ts';

export const severityWords: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** "2 errors", "1 error"; empty for none. */
export function sayCount(count: number, noun: string): string {
  if (count === 0) return '';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function sayDuration(durationMs: number): string {
  if (durationMs < 1000) return `${durationMs} ms`;
  if (durationMs < 99_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** "a, b and c". */
export function sayList(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** "on platform prod-eu (Kubernetes v1.36.3)"; a trial without a platform has only the cluster itself. */
export function onPlatform({ name, kubernetes }: PlatformSummary): string {
  const place = name === 'none' ? 'on a bare cluster' : `on platform ${cleanLine(name)}`;
  return `${place}${kubernetes === undefined ? '' : ` (Kubernetes ${cleanLine(kubernetes)})`}`;
}
