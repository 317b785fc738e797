import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EnvironmentError, UsageError } from '@seatrial/contract';
import { z } from 'zod';
import { root } from '../entry.ts';
import type { Platform } from '../platform.ts';
import { howToGet } from '../programs/apt-packages.ts';
import { runProgram } from '../programs/run-program.ts';
import { sourceStat } from '../source-stat.ts';
import { imagePath, mode, owner, text } from '../spec-text.ts';
import { defineStep, entryPath, type StepContext } from './define-step.ts';

/** A Go program, built static in the module that its folder belongs to. */
export const goStep = defineStep({
  key: 'go',
  layer: 'programs',
  schema: z.strictObject({ go: text('go: ./cmd/server'), to: imagePath('to: /server'), mode, owner }),
  async collect(step, context) {
    const folder = resolve(context.baseDir, step.go);
    const source = await sourceStat(folder, `go "${step.go}"`, context.place);
    if (!source.isDirectory())
      throw new UsageError('path-missing', `${context.place}  go "${step.go}" is a file. Name the folder of package main.`);
    const program = join(context.scratchDir, `go-${step.to.replaceAll('/', '_')}`);
    await build(step.go, folder, program, context);
    const { size } = await stat(program);
    const content = { kind: 'disk', file: program, sizeBytes: size } as const;
    return [{ kind: 'file', path: entryPath(step.to), mode: step.mode ?? 0o755, ...(step.owner ?? root), content }];
  },
});

async function build(asWritten: string, folder: string, program: string, { place, platform, signal }: StepContext): Promise<void> {
  // Without the revision of the surrounding repository, which would make every commit a new image.
  const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', program, '.'];
  const result = await runProgram('go', args, { cwd: folder, env: goEnvironment(platform), signal });
  switch (result.kind) {
    case 'done':
      return;
    case 'missing':
      throw new EnvironmentError(
        'prerequisite-missing',
        `${place}  go "${asWritten}" needs the Go compiler, which is not on the PATH of this machine. ${howToGet('go')}, or from https://go.dev/dl`,
      );
    case 'failed':
      throw new UsageError(
        'binary-build-failed',
        `${place}  go "${asWritten}" does not build. Mend it; go build in ${folder} said:\n${result.output}`,
      );
  }
}

function goEnvironment({ os, architecture, variant }: Platform): Record<string, string> {
  const target = { GOOS: os, GOARCH: architecture, CGO_ENABLED: '0', GOWORK: 'off' };
  return variant === undefined ? target : { ...target, GOARM: variant.slice(1) };
}
