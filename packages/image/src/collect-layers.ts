import type { ImageSpec } from './image-spec.ts';
import { placeEntry, type ImageTree, type Layer } from './image-tree.ts';
import type { LayerGroup, StepContext } from './steps/define-step.ts';
import { kindsOf } from './steps/table.ts';

/** Runs the steps in order and sorts what they bring into layers, lowest first. */
export async function collectLayers(spec: ImageSpec, context: Omit<StepContext, 'place'>): Promise<readonly Layer[]> {
  const tree: ImageTree = new Map();
  const layers: { readonly group: LayerGroup; readonly layer: Layer }[] = [];
  for (const [index, step] of spec.files.entries()) {
    const place = placeOf(spec, index);
    for (const kind of kindsOf(step)) {
      const layer = layerFor(kind.layer, layers);
      for (const entry of await kind.collect(step, { ...context, place })) placeEntry(tree, layer, entry, place);
    }
  }
  return layers.map(({ layer }) => layer).filter((layer) => layer.size > 0);
}

function layerFor(group: LayerGroup, layers: { readonly group: LayerGroup; readonly layer: Layer }[]): Layer {
  const last = layers.at(-1);
  if (last?.group === group) return last.layer;
  const layer: Layer = new Map();
  layers.push({ group, layer });
  return layer;
}

function placeOf({ source }: ImageSpec, index: number): string {
  return source === undefined ? `files[${index}]` : `${source.file}:${source.stepLines[index] ?? 1}`;
}
