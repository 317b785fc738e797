import { containersOf } from './model.ts';
import type { PodSpec } from './model.ts';
import { fieldOf, listAt } from './read-field.ts';

/** A ConfigMap or Secret, or one of its keys, that a pod names. */
export interface ConfigReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key?: string;
}

/** Where a pod template names it: in a variable, as all variables, or in a volume. */
export function referencePath(template: PodSpec, wanted: ConfigReference): string | undefined {
  return inVariables(template, wanted) ?? inVolumes(template, wanted);
}

function inVariables(template: PodSpec, { kind, name, key }: ConfigReference): string | undefined {
  const field = kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
  const from = kind === 'Secret' ? 'secretRef' : 'configMapRef';
  for (const [position, container] of containersOf(template).entries()) {
    const path =
      position < template.initContainers.length
        ? `initContainers[${position}]`
        : `containers[${position - template.initContainers.length}]`;
    for (const [index, variable] of listAt(container, 'env').entries()) {
      const reference = fieldOf(variable, `valueFrom.${field}`);
      if (fieldOf(reference, 'name') !== name || (key !== undefined && fieldOf(reference, 'key') !== key)) continue;
      return `${path}.env[${index}].valueFrom.${field}.${key === undefined ? 'name' : 'key'}`;
    }
    for (const [index, variables] of listAt(container, 'envFrom').entries())
      if (key === undefined && fieldOf(variables, `${from}.name`) === name) return `${path}.envFrom[${index}].${from}.name`;
  }
  return undefined;
}

function inVolumes(template: PodSpec, { kind, name, key }: ConfigReference): string | undefined {
  const [source, nameField] = kind === 'Secret' ? ['secret', 'secretName'] : ['configMap', 'name'];
  for (const [index, volume] of template.volumes.entries()) {
    if (fieldOf(volume, `${source}.${nameField}`) === name) {
      const item = listAt(volume, `${source}.items`).findIndex((one) => fieldOf(one, 'key') === key);
      return `volumes[${index}].${source}.${key !== undefined && item >= 0 ? `items[${item}].key` : nameField}`;
    }
    const projected = listAt(volume, 'projected.sources').findIndex((one) => fieldOf(one, `${source}.name`) === name);
    if (projected >= 0) return `volumes[${index}].projected.sources[${projected}].${source}.name`;
  }
  return undefined;
}
