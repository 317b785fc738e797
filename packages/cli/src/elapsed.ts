/** A stopwatch that shows seconds with one digit, for example "12.3 s"; minutes from 100 s on. */
export function stopwatch(): () => string {
  const start = performance.now();
  return () => showDuration(performance.now() - start);
}

export function showDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;
}
