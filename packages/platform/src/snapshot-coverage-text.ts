import type { PlatformSnapshot } from './snapshot.ts';

/** One sentence on how much of the platform a snapshot holds. */
export function snapshotCoverageText({ objects, coverage }: Pick<PlatformSnapshot, 'objects' | 'coverage'>): string {
  const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  const size = `${count(objects.length, 'object')} in ${count(namespaces.size, 'namespace')}`;
  return coverage.kind === 'complete' ? `complete: ${size}` : `partial: ${size}; not exported: ${coverage.missing.join(', ')}`;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
