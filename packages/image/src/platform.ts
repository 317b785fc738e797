import { EnvironmentError } from '@seatrial/contract';

/** What an image runs on, in the words of OCI and Go. */
export interface Platform {
  readonly os: 'linux';
  readonly architecture: string;
  readonly variant?: string;
}

const architectureOfNode: Readonly<Record<string, string>> = {
  x64: 'linux/amd64',
  arm64: 'linux/arm64',
  arm: 'linux/arm/v7',
  ia32: 'linux/386',
  ppc64: 'linux/ppc64le',
  riscv64: 'linux/riscv64',
  s390x: 'linux/s390x',
};

export const platformPattern = /^linux\/(amd64|386|arm64|arm\/v[67]|ppc64le|riscv64|s390x)$/;

/** The platform that text such as linux/amd64 names; without text, that of this machine. */
export function platformOf(text: string | undefined): Platform {
  const [, architecture = '', variant] = (text ?? thisMachine()).split('/');
  return { os: 'linux', architecture, ...(variant === undefined ? {} : { variant }) };
}

export function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== undefined).join('/');
}

function thisMachine(): string {
  const platform = architectureOfNode[process.arch];
  if (platform !== undefined) return platform;
  throw new EnvironmentError(
    'prerequisite-missing',
    `This machine's architecture "${process.arch}" has no name in the OCI list. Write "platform:" in the image spec, for example platform: linux/amd64.`,
  );
}
