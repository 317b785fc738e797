import { appendFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerLog, ObservedEvent, Report, RunEvent } from '@seatrial/contract';
import { fileName } from './file-name.ts';

const FILE_MODE = 0o600;

/** The folder of one run, open for writing. Names may be any text: they are made safe. */
export interface Run {
  readonly id: string;
  readonly dir: string;
  /** Writes report.json and returns its path. */
  writeReport(report: Report): Promise<string>;
  /** Writes an object as text, for example under the name Job/pay/export.yaml, and returns its path. */
  writeObject(name: string, text: string): Promise<string>;
  /** Writes logs/<namespace>_<pod>_<container>.log and returns its path. */
  writeLog(log: ContainerLog): Promise<string>;
  /** Writes what the cluster reported, as events.json, and returns its path. */
  writeEvents(events: readonly ObservedEvent[]): Promise<string>;
  /** Adds a line to events.jsonl; written before the call returns, in calling order. */
  appendEvent(event: RunEvent): void;
}

export function openRun(id: string, dir: string): Run {
  return {
    id,
    dir,
    writeReport: (report) => write(join(dir, 'report.json'), json(report)),
    writeObject: (name, text) => write(join(dir, 'objects', fileName(name)), text),
    writeLog: (log) => write(join(dir, 'logs', logName(log)), lines(log.lines)),
    writeEvents: (events) => write(join(dir, 'events.json'), json(events)),
    // Synchronous, so that events keep their order and the last one survives a crash.
    appendEvent: (event) => appendFileSync(join(dir, 'events.jsonl'), `${JSON.stringify(event)}\n`, { mode: FILE_MODE }),
  };
}

function logName({ pod, container, previous }: ContainerLog): string {
  const name = `${pod.replace(/^Pod\//, '')}/${container}`;
  return `${fileName(name)}${previous ? '.previous' : ''}.log`;
}

/** Whoever reads the file sees the old text or the new, never half of it. */
async function write(path: string, text: string): Promise<string> {
  const draft = `${path}.tmp`;
  await writeFile(draft, text, { mode: FILE_MODE });
  await rename(draft, path);
  return path;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
