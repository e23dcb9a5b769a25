/** Width of plain texts that travel by mail and in tickets. */
export const textColumns = 72;

/** Wraps at spaces, longer only where a word alone is; `first` stands before the first line, `indent` before the others. */
export function wrap(text: string, first = '', indent = ' '.repeat(first.length)): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    const room = textColumns - (lines.length === 0 ? first : indent).length;
    if (line !== '' && Array.from(longer).length > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((each, index) => `${index === 0 ? first : indent}${each}`).join('\n');
}
