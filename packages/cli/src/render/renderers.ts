import type { Report } from '@seatrial/contract';
import { renderJson } from './render-json.ts';
import type { RenderOptions } from './render-options.ts';
import { renderText } from './render-text.ts';

/** Every output format: a pure function of the report, one file each. */
export const renderers = {
  text: renderText,
  json: renderJson,
} as const satisfies Record<string, (report: Report, options: RenderOptions) => string>;

export type RendererName = keyof typeof renderers;
