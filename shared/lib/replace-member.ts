/**
 * A JSON text with one member of its outermost object set to a value; everything else stays as it was written, character for
 * character. The member keeps its place; a new one comes last.
 *
 * @param text a valid JSON text whose outermost value is an object, without that member twice
 * @param value plain JSON
 */
export function replaceMember(text: string, name: string, value: unknown): string {
  const written = JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
  const found = memberIn(text, name);
  if (found.value !== null) {
    const [from, to] = found.value;
    return text.slice(0, from) + written + text.slice(to);
  }
  const body = text.slice(0, found.end).trimEnd();
  const isEmpty = body.endsWith('{');
  return `${body}${isEmpty ? '' : ','}\n  ${JSON.stringify(name)}: ${written}\n${text.slice(found.end)}`;
}

interface Place {
  /** Where the member's value stands; null: there is none. */
  readonly value: readonly [from: number, to: number] | null;
  /** Where the closing bracket of the outermost object stands. */
  readonly end: number;
}

function memberIn(text: string, name: string): Place {
  let depth = 0;
  let isKey = false;
  let found: [number, number] | null = null;
  let from: number | null = null;
  let end = text.length;
  const close = (at: number): void => {
    if (from === null) return;
    found = [from, from + text.slice(from, at).trimEnd().length];
    from = null;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const last = endOfString(text, at);
      if (depth === 1 && isKey && JSON.parse(text.slice(at, last + 1)) === name) {
        from = text.indexOf(':', last) + 1;
        while (/\s/.test(text[from] ?? 'x')) from++;
      }
      isKey = false;
      at = last;
    } else if (character === '{' || character === '[') {
      depth++;
      isKey = depth === 1;
    } else if (character === '}' || character === ']') {
      if (depth === 1) {
        close(at);
        end = at;
      }
      depth--;
    } else if (character === ',' && depth === 1) {
      close(at);
      isKey = true;
    }
  }
  return { value: found, end };
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
