import type { ScalarTag } from 'yaml';

/**
 * Plain scalars as sigs.k8s.io/yaml reads them: booleans and octals of YAML 1.1, no base-60 numbers ("1:30"), dates stay text.
 * Rules: resolve.go of go.yaml.in/yaml/v2 2.4; each row of kubernetes-scalars.test.ts is what kubectl 1.36 answers.
 */
export const kubernetesScalars: readonly ScalarTag[] = [
  { tag: 'tag:yaml.org,2002:null', default: true, test: /^(?:~|null|Null|NULL)?$/, resolve: () => null },
  { tag: 'tag:yaml.org,2002:bool', default: true, test: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, resolve: () => true },
  { tag: 'tag:yaml.org,2002:bool', default: true, test: /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/, resolve: () => false },
  { tag: 'tag:yaml.org,2002:float', default: true, test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/, resolve: refuse },
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^[-+.\d]/, resolve: (text) => numberOf(text) ?? text },
  { tag: 'tag:yaml.org,2002:float', resolve: (text) => numberOf(text) ?? text },
  { tag: 'tag:yaml.org,2002:binary', resolve: (text) => Buffer.from(text, 'base64').toString('utf8') },
];

const WITH_RADIX = /^(?<sign>[-+]?)0(?:b(?<binary>[01]+)|x(?<hex>[\da-f]+)|o?(?<octal>[0-7]+))$/i;
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;

function numberOf(text: string): number | undefined {
  const digits = text.replaceAll('_', '');
  const { sign, binary, hex, octal } = WITH_RADIX.exec(digits)?.groups ?? {};
  if (binary !== undefined) return signed(sign, Number.parseInt(binary, 2));
  if (hex !== undefined) return signed(sign, Number.parseInt(hex, 16));
  if (octal !== undefined) return signed(sign, Number.parseInt(octal, 8));
  const value = DECIMAL.test(digits) ? Number(digits) : Infinity;
  return Number.isFinite(value) ? signed('', value) : undefined;
}

/** Adding nothing turns -0 into 0, which is what JSON of the Kubernetes API has. */
function signed(sign: string | undefined, magnitude: number): number {
  return (sign === '-' ? -magnitude : magnitude) + 0;
}

function refuse(text: string, onError: (message: string) => void): string {
  onError('JSON has no word for this number');
  return text;
}
