const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const SUFFIX_LENGTH = 4;

/** An id that sorts by start time (UTC) and reads well, for example 20261123-101502-x7k2. */
export function newRunId(now: Date, random: () => number): string {
  const digits = now.toISOString().replaceAll(/\D/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${suffix(random)}`;
}

export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[0-9a-z]{4}$/.test(text);
}

function suffix(random: () => number): string {
  return Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET.charAt(Math.floor(random() * ALPHABET.length))).join('');
}
