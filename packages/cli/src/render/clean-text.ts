import { stripVTControlCharacters } from 'node:util';

/** Text from a log, a file or a cluster, without anything that could steer a terminal; only its line breaks stay. */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', '  ')
    .replaceAll(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}/gu, '')
    .trimEnd();
}

/** The same, on one line. */
export function cleanLine(text: string): string {
  const lines = cleanText(text)
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
