/** Breaks text at spaces into lines of at most width columns. A longer word, such as a path, stays whole so that it can be copied. */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  // Words keep the space before them, so that columns inside a log line stay columns.
  for (const word of line.trimEnd().match(/\s*\S+/g) ?? []) {
    if (current === '' || current.length + word.length <= width) {
      current += word;
      continue;
    }
    lines.push(current);
    current = word.trimStart();
  }
  return [...lines, current];
}
