const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Style = keyof typeof codes;

/** Text in a style of the terminal, or as it is where colour is off. */
export function paint(text: string, style: Style, color: boolean): string {
  return color ? `\u001B[${codes[style]}m${text}\u001B[0m` : text;
}
