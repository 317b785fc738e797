import { z } from 'zod';

const Mapping = z.record(z.string(), z.unknown()).catch({});

/** A value as a mapping; an empty one where it is none. */
export function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return Mapping.parse(value);
}

/** The value at a path of plain field names, such as spec.resources; undefined where there is none. */
export function fieldOf(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => mapping(at)[name], value);
}

export function textAt(value: unknown, path: string): string | undefined {
  const found = fieldOf(value, path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: unknown, path: string): number | undefined {
  const found = fieldOf(value, path);
  return typeof found === 'number' ? found : undefined;
}

export function textsAt(value: unknown, path: string): readonly string[] {
  return listAt(value, path).filter((item) => typeof item === 'string');
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = fieldOf(value, path);
  return Array.isArray(found) ? found : [];
}
