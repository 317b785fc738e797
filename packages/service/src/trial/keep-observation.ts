import { stringify } from 'yaml';
import { objectRef } from '@seatrial/contract';
import type { KubeObject, Observation } from '@seatrial/contract';
import type { Run } from '@seatrial/store';
import type { Mask } from './mask.ts';

/** Keeps what was seen beside the report: logs, events and objects, without secret values. */
export async function keepObservation(run: Run, observation: Observation, mask: Mask): Promise<void> {
  await run.writeEvents(observation.events);
  for (const log of observation.logs) await run.writeLog(log);
  for (const object of observation.objects) await run.writeObject(`${objectRef(object)}.yaml`, mask(stringify(presentable(object))));
}

function presentable(object: KubeObject): unknown {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
