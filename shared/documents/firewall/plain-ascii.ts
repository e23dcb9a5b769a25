/** Any text as one line of printable ASCII: what may stand in a comment of every dialect. Letters lose their accents, the rest becomes `?`. */
export function plainAscii(text: string, most = 100): string {
  // Nearly all texts are plain already, and there are many of them.
  if (text.length <= most && /^[!-~](?: ?[!-~])*$/.test(text)) return text;
  const line = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .replaceAll('ß', 'ss')
    .replace(/[’‘]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[–—]/g, '-')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 3).trimEnd()}...`;
}

/** Any text as a part of an object's name: A-Z, a-z, 0-9 and single hyphens; empty when nothing is left of it. */
export function nameSafe(text: string, most = 40): string {
  return plainAscii(text, 200)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-+|-+$/g, '');
}
