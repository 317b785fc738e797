import { InvalidArgumentError, Option } from 'commander';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration such as 90s, 2m or 500ms, in milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  if (match === null || unit === undefined)
    throw new InvalidArgumentError(`"${text}" is no duration. Write a number and a unit, for example 90s, 2m or 500ms.`);
  return Number(match[1]) * unit;
}

/** Collects an option that may be given several times. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

export function cniOption(): Option {
  return new Option('--cni <plugin>', 'network plugin of the node; bridge does not enforce NetworkPolicy')
    .choices(['cilium', 'bridge'])
    .default('cilium');
}
