import type { Cause } from '../cause.ts';
import { applyRefused } from './apply-refused.ts';
import { claimUnbound } from './claim-unbound.ts';
import { crash } from './crash.ts';
import { deadlineExceeded } from './deadline-exceeded.ts';
import { evicted } from './evicted.ts';
import { imageNotFound } from './image-not-found.ts';
import { missingConfig } from './missing-config.ts';
import { mountFailed } from './mount-failed.ts';
import { networkDropped } from './network-dropped.ts';
import { noPods } from './no-pods.ts';
import { notReady } from './not-ready.ts';
import { outOfMemory } from './out-of-memory.ts';
import { rbacDenied } from './rbac-denied.ts';
import { rootNotWritable } from './root-not-writable.ts';
import { unexplained } from './unexplained.ts';
import { unschedulable } from './unschedulable.ts';
import { volumeNotWritable } from './volume-not-writable.ts';

/** Causes that explain by themselves, in the order in which they are reported. */
export const causes: readonly Cause[] = [
  applyRefused,
  noPods,
  claimUnbound,
  unschedulable,
  imageNotFound,
  missingConfig,
  mountFailed,
  rbacDenied,
  volumeNotWritable,
  rootNotWritable,
  networkDropped,
  outOfMemory,
  evicted,
];

/** Reported only of workloads that nothing above explains; each one only if those before it were silent. */
export const symptoms: readonly Cause[] = [deadlineExceeded, crash, notReady, unexplained];
