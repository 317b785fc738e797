import { z } from 'zod';
import { closest } from '@seatrial/contract';
import { normalImageName } from './image-name.ts';
import { platformPattern } from './platform.ts';
import { imagePath, kindOf, text } from './spec-text.ts';
import { kindsOf, stepKinds, type Step } from './steps/table.ts';

const stepKeys = stepKinds.map(({ key }) => key);
const fieldsOfSteps = new Set(stepKinds.flatMap(({ schema }) => Object.keys(schema.shape)));
const exampleOfStep = '{from: dist/main.js, to: /app/main.js}';

/** What the container runs, and as whom. */
export const ImageConfig = z.strictObject(
  {
    entrypoint: z.array(text('entrypoint: [node]'), expected('a list', 'entrypoint: [node]')).optional(),
    cmd: z.array(text('cmd: [/app/main.js]'), expected('a list', 'cmd: [/app/main.js]')).optional(),
    env: z.record(z.string(), text('PORT: "8080"'), expected('a map', 'env: {LOG_LEVEL: info}')).optional(),
    user: text('user: "10001:10001"').min(1, { error: 'is empty. Write a user, for example user: "10001:10001"' }).optional(),
    workdir: imagePath('workdir: /app').optional(),
    ports: z.array(portNumber(), expected('a list', 'ports: [8080]')).optional(),
  },
  expected('a map', 'config: {entrypoint: [node]}'),
);
export type ImageConfig = z.infer<typeof ImageConfig>;

/** Checks a step by the schema of its kind; the kind is told by the one field that only it has. */
const AnyStep = z.custom<Step>().superRefine((step: unknown, context) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  if (typeof step !== 'object' || step === null || Array.isArray(step))
    return refuse(`is ${kindOf(step)}. Write a map, for example ${exampleOfStep}`);
  const [kind, second] = kindsOf(step);
  if (kind === undefined) return refuse(withoutKind(Object.keys(step)));
  if (second !== undefined) return refuse(`has both "${kind.key}" and "${second.key}". Make two steps of it.`);
  for (const issue of kind.schema.safeParse(step).error?.issues ?? []) context.addIssue({ ...issue });
});

/** An image.yaml as its author wrote it. */
export const ImageSpec = z.strictObject({
  name: text('name: registry.example/team/app:1.0').refine((name) => normalImageName(name) !== undefined, {
    error: ({ input }) =>
      `"${String(input)}" is not an image name. Use small letters, a tag and no digest, for example name: registry.example/team/app:1.0`,
  }),
  platform: text('platform: linux/amd64')
    .regex(platformPattern, {
      error: ({ input }) =>
        `"${String(input)}" is not known. Write one of linux/amd64, linux/arm64, linux/arm/v7, linux/arm/v6, linux/386, linux/ppc64le, linux/riscv64, linux/s390x`,
    })
    .optional(),
  files: z
    .array(AnyStep, expected('a list', `files: [${exampleOfStep}]`))
    .min(1, { error: `is empty. An image needs at least one step, for example ${exampleOfStep}` }),
  config: ImageConfig.optional(),
});

/** What goes into an image, and how it starts. */
export interface ImageSpec extends z.infer<typeof ImageSpec> {
  /** Where the steps are written, for messages; absent when no file was read. */
  readonly source?: { readonly file: string; readonly stepLines: readonly number[] };
}

/** Keys that the spec knows at the place of an "unknown key" issue. */
export function knownKeysAt(path: readonly PropertyKey[], spec: unknown): readonly string[] {
  const [first, index] = path;
  if (first === undefined) return Object.keys(ImageSpec.shape);
  if (first === 'config') return Object.keys(ImageConfig.shape);
  const step = StepsOnly.safeParse(spec).data?.files[Number(index)];
  return Object.keys(kindsOf(step ?? {})[0]?.schema.shape ?? {});
}

const StepsOnly = z.object({ files: z.array(z.record(z.string(), z.unknown()).catch({})) });

function expected(what: string, example: string) {
  const message = (input: unknown) =>
    input === undefined ? `is missing. Add it, for example ${example}` : `is ${kindOf(input)}. Write ${what}, for example ${example}`;
  return {
    error: ({ code, input }: { code?: string | undefined; input?: unknown }) => (code === 'invalid_type' ? message(input) : undefined),
  };
}

function portNumber() {
  return z.int({ error: notPort }).min(1, { error: notPort }).max(65535, { error: notPort });
}

function notPort({ input }: { input?: unknown }): string {
  return `is ${kindOf(input)}. Write a number from 1 to 65535, for example 8080`;
}

function withoutKind(keys: readonly string[]): string {
  const oneOf = `Write one of ${stepKeys.join(', ')}`;
  for (const key of keys) {
    const near = fieldsOfSteps.has(key) ? undefined : closest(key, stepKeys);
    if (near !== undefined) return `has an unknown key "${key}". Closest: "${near}". ${oneOf}`;
  }
  return `does not say what to bring. ${oneOf}`;
}
