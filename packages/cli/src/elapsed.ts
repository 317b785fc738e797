/** A stopwatch that shows seconds with one digit, for example "12.3 s"; minutes from 100 s on. */
export function stopwatch(): () => string {
  const start = performance.now();
  return () => showDuration(performance.now() - start);
}

export function showDuration(milliseconds: number): string {
  if (milliseconds < 99_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}
