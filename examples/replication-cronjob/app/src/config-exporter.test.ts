import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportConfigMaps, type ConfigMapApi } from './config-exporter.ts';

const startedAt = new Date('2026-11-19T02:15:00.000Z');
const limits = { metadata: { name: 'report-limits' }, data: { maxRows: '50000' } };
const labels = { metadata: { name: 'report-labels' }, data: { currency: 'EUR' } };

describe('exportConfigMaps', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'config-exporter-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('writes every ConfigMap of the namespace to one file', async () => {
    const result = await exportConfigMaps(apiWith({ items: [limits, labels] }), folder, startedAt);

    expect(result).toEqual({ exported: 2, file: join(folder, 'configmaps-2026-11-19T02-15-00.000Z.json'), problems: [] });
    expect(JSON.parse(await readFile(join(folder, 'configmaps-2026-11-19T02-15-00.000Z.json'), 'utf8'))).toEqual({
      namespace: 'reporting',
      exportedAt: '2026-11-19T02:15:00.000Z',
      configMaps: [limits, labels],
    });
  });

  it('asks for page after page until there is no next one', async () => {
    const api = apiWith({ items: [limits], next: 'page-2' }, { items: [labels] });

    expect((await exportConfigMaps(api, folder, startedAt)).exported).toBe(2);
    expect(vi.mocked(api.listConfigMaps).mock.calls).toEqual([[undefined], ['page-2']]);
  });

  it('creates the export folder', async () => {
    await exportConfigMaps(apiWith({ items: [limits] }), join(folder, 'new'), startedAt);

    expect(await readdir(join(folder, 'new'))).toEqual(['configmaps-2026-11-19T02-15-00.000Z.json']);
  });

  it('writes an export without entries for an empty namespace', async () => {
    expect((await exportConfigMaps(apiWith({ items: [] }), folder, startedAt)).exported).toBe(0);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('leaves the started marker and no export when the list fails', async () => {
    const api: ConfigMapApi = {
      namespace: 'reporting',
      listConfigMaps: vi.fn().mockRejectedValue(new Error('503 Service Unavailable: etcd is down')),
    };

    expect(await exportConfigMaps(api, folder, startedAt)).toEqual({
      exported: 0,
      problems: ['cannot list ConfigMaps in namespace reporting: 503 Service Unavailable: etcd is down'],
    });
    expect(await readdir(folder)).toEqual(['export.started']);
  });
});

function apiWith(...pages: Awaited<ReturnType<ConfigMapApi['listConfigMaps']>>[]): ConfigMapApi {
  const listConfigMaps = vi.fn<ConfigMapApi['listConfigMaps']>();
  for (const page of pages) listConfigMaps.mockResolvedValueOnce(page);
  return { namespace: 'reporting', listConfigMaps };
}
