import { resolve } from 'node:path';
import { z } from 'zod';
import { root, type Entry } from '../entry.ts';
import { listFolder } from '../list-folder.ts';
import { sourceStat } from '../source-stat.ts';
import { imagePath, mode, owner, text } from '../spec-text.ts';
import { defineStep, entryPath } from './define-step.ts';

/** A file or folder of this machine. Modes become 0755 or 0644, so that the umask of who built it does not show. */
export const fromStep = defineStep({
  key: 'from',
  layer: 'files',
  schema: z.strictObject({ from: text('from: dist/main.js'), to: imagePath('to: /app/main.js'), mode, owner }),
  async collect(step, context) {
    const source = resolve(context.baseDir, step.from);
    const stat = await sourceStat(source, `from "${step.from}"`, context.place);
    const fileMode = (modeOnDisk: number) => step.mode ?? ((modeOnDisk & 0o111) === 0 ? 0o644 : 0o755);
    const belongsTo = step.owner ?? root;
    const to = entryPath(step.to);
    if (!stat.isDirectory()) {
      const content = { kind: 'disk', file: source, sizeBytes: stat.size } as const;
      return [{ kind: 'file', path: to, mode: fileMode(stat.mode), ...belongsTo, content }];
    }
    const entries = await listFolder(source, to, context);
    return entries.map((entry): Entry => {
      if (entry.kind === 'folder') return { ...entry, ...belongsTo, mode: 0o755, onlyIfMissing: true };
      if (entry.kind === 'link') return { ...entry, ...belongsTo };
      return { kind: 'file', path: entry.path, mode: fileMode(entry.mode), ...belongsTo, content: entry.content };
    });
  },
});
