import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface ConfigMap {
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

export interface ConfigMapPage {
  readonly items: readonly ConfigMap[];
  /** Token of the next page; absent on the last one. */
  readonly next?: string;
}

export interface ConfigMapApi {
  readonly namespace: string;
  listConfigMaps(next?: string): Promise<ConfigMapPage>;
}

export interface ExportResult {
  readonly exported: number;
  readonly file?: string;
  /** One line for everything that went wrong; empty after a complete export. */
  readonly problems: readonly string[];
}

/** Writes the ConfigMaps of a namespace to a new file in `folder`. Goes on after a problem, so that one run reports all of them. */
export async function exportConfigMaps(api: ConfigMapApi, folder: string, startedAt: Date): Promise<ExportResult> {
  const problems: string[] = [];
  const report = (what: string) => (error: unknown) => void problems.push(`cannot ${what}: ${messageOf(error)}`);

  const marker = join(folder, 'export.started');
  await markStarted(marker, api.namespace, startedAt).catch(report(`write ${marker}`));
  const configMaps = await listAll(api).catch(report(`list ConfigMaps in namespace ${api.namespace}`));
  if (configMaps === undefined || problems.length > 0) return { exported: 0, problems };

  const file = join(folder, `configmaps-${startedAt.toISOString().replaceAll(':', '-')}.json`);
  await writeExport(file, { namespace: api.namespace, exportedAt: startedAt.toISOString(), configMaps }).catch(report(`write ${file}`));
  if (problems.length > 0) return { exported: 0, problems };
  await rm(marker, { force: true });
  return { exported: configMaps.length, file, problems };
}

/** A marker that is still there when no export runs tells of one that was cut off. */
async function markStarted(marker: string, namespace: string, startedAt: Date): Promise<void> {
  await mkdir(dirname(marker), { recursive: true });
  await writeFile(marker, `${JSON.stringify({ namespace, startedAt: startedAt.toISOString() })}\n`);
}

async function listAll(api: ConfigMapApi): Promise<readonly ConfigMap[]> {
  const configMaps: ConfigMap[] = [];
  let next: string | undefined;
  do {
    const page = await api.listConfigMaps(next);
    configMaps.push(...page.items);
    next = page.next;
  } while (next !== undefined);
  return configMaps;
}

/** Readers never see half an export: it gets its name when it is complete. */
async function writeExport(file: string, content: unknown): Promise<void> {
  await writeFile(`${file}.part`, `${JSON.stringify(content, null, 2)}\n`);
  await rename(`${file}.part`, file);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
