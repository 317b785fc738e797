import type { Evidence, EvidenceSource } from '@seatrial/contract';

const MAX_EVIDENCE = 500;
/** More than this of a text is never looked at: the rest of a huge line is cut off anyway. */
const MAX_READ = 4000;

// oxlint-disable-next-line no-control-regex -- terminal sequences begin with a control character
const TERMINAL_SEQUENCES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z^_\\])/g;
/** Control characters, and those that turn the direction of the text around them; new line and tab stay. */
const UNPRINTABLE = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu;

/** Words of a cluster or a container as evidence: untrusted, so without what steers a terminal, and cut; a count survives the cut. */
export function seen(source: EvidenceSource, object: string | undefined, text: string, count = 1): Evidence {
  const suffix = times(count);
  return {
    source,
    ...(object === undefined ? {} : { object }),
    text: `${cutText(cleanText(text), MAX_EVIDENCE - suffix.length)}${suffix}`,
  };
}

/** The same words within a sentence of ours: one line, shorter. */
export function quote(text: string, length = 240): string {
  return cutText(cleanText(text).replaceAll(/\s+/g, ' '), length);
}

/** How often something was seen, where that was more than once. */
function times(count: number): string {
  return count > 1 ? ` (${count} times)` : '';
}

function cleanText(text: string): string {
  return text.slice(0, MAX_READ).replaceAll(TERMINAL_SEQUENCES, '').replaceAll(UNPRINTABLE, '').trim();
}

function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  // A cut in the middle of a surrogate pair would leave half a character.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
