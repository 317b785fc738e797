import { isMap } from 'yaml';
import type { Document } from 'yaml';

const TYPE_FIELDS = ['apiVersion', 'kind'];

/** Whether a document means to be a Kubernetes object: one field of its type is enough in YAML; JSON of other tools often has one of them. */
export function claimsToBeObject({ contents }: Document.Parsed, file: string): boolean {
  return isMap(contents) && enough(file, (field) => contents.has(field));
}

/** The same for a text that is too broken to be asked more. */
export function mentionsObject(text: string, file: string): boolean {
  return enough(file, (field) => new RegExp(`^[\\s{,-]*["']?${field}["']?\\s*:`, 'm').test(text));
}

function enough(file: string, has: (field: string) => boolean): boolean {
  return file.endsWith('.json') ? TYPE_FIELDS.every(has) : TYPE_FIELDS.some(has);
}
