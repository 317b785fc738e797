import { createHash } from 'node:crypto';
import { extname } from 'node:path';

const MAX_LENGTH = 180;
const MAX_EXTENSION_LENGTH = 8;
const PLAIN_PART = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;

/**
 * A safe file name for any text: Kind/namespace/name becomes Kind_namespace_name.
 * Text that is not plain gets a digest, so that two names never meet in one file.
 */
export function fileName(text: string): string {
  const parts = text.split('/');
  const joined = parts.join('_');
  if (parts.every((part) => PLAIN_PART.test(part)) && joined.length <= MAX_LENGTH) return joined;
  const readable = joined.replaceAll(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'unnamed';
  const extension = extname(readable).slice(0, MAX_EXTENSION_LENGTH);
  const stem = readable.slice(0, readable.length - extname(readable).length).slice(0, MAX_LENGTH);
  return `${stem}-${digest(text)}${extension}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
