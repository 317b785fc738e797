import type { Report } from '@seatrial/contract';

/** The report as JSON that is safe to print: what could steer a terminal is written as an escape, the data stays the same. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2).replaceAll(/[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/gu, escapeUnits)}\n`;
}

function escapeUnits(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
