import { z } from 'zod';

/** Messages of these schemas go on where the path of the value ends: "config.user" + " is the number 10001. Put …". */

/** Text, with an example for whoever left it out. */
export function text(example: string): z.ZodString {
  return z.string({ error: ({ input }) => (input === undefined ? `is missing. Add it, for example ${example}` : notText(input, example)) });
}

function notText(input: unknown, example: string): string {
  const isPlain = typeof input === 'number' || typeof input === 'boolean';
  return `is ${kindOf(input)}. ${isPlain ? 'Put text in quotes' : 'Write text'}, for example ${example}`;
}

/** What a value is, for a message. */
export function kindOf(input: unknown): string {
  if (input === null) return 'empty';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a map';
  return typeof input === 'string' ? `the text "${input}"` : `the ${typeof input} ${JSON.stringify(input)}`;
}

/** A place in the image: absolute, and without anything that could lead elsewhere. */
export function imagePath(example: string) {
  return text(example).superRefine((path, context) => {
    const message = troubleWithPath(path, example);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

function troubleWithPath(path: string, example: string): string | undefined {
  const parts = path.split('/');
  if (!path.startsWith('/')) return `"${path}" is not absolute. Start it at the root of the image, for example ${example}`;
  if (parts.includes('..')) return `"${path}" climbs with "..". Write the place in the image without it.`;
  if (path.includes('\0')) return `holds a zero byte. Take it out.`;
  if (path !== '/' && parts.slice(1).some((part) => part === '' || part === '.')) {
    return `"${path}" has an empty part, a "." or a "/" at its end. Name the file or folder itself, for example ${example}`;
  }
  if (parts.some((part) => part.startsWith('.wh.')))
    return `"${path}" has a part that starts with ".wh.", which image layers read as "delete this file". Choose another name.`;
  return undefined;
}

export const mode = text('mode: "0644"')
  .regex(/^[0-7]{3,4}$/, {
    error: ({ input }) => `"${String(input)}" is not a file mode. Write three or four octal digits in quotes, for example "0644"`,
  })
  .transform((digits) => Number.parseInt(digits, 8))
  .optional();

export const owner = text('owner: "10001:10001"')
  .regex(/^\d{1,10}:\d{1,10}$/, {
    error: ({ input }) => `"${String(input)}" is not an owner. Write user and group as numbers, for example "10001:10001"`,
  })
  .transform((ids) => {
    const [uid = 0, gid = 0] = ids.split(':').map(Number);
    return { uid, gid };
  })
  .optional();
