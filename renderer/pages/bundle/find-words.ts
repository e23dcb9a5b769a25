/** For comparing: without regard to case, and to how a letter with an accent is written. */
const plain = (text: string): string => text.normalize('NFC').toLowerCase();

/** How often a word stands in a text; 0 for an empty word. */
export function hitsOf(text: string, word: string): number {
  const asked = plain(word.trim());
  return asked === '' ? 0 : plain(text).split(asked).length - 1;
}

/** The first line that has a word; null: none has. */
export function firstLineWith(lines: readonly string[], word: string): number | null {
  const at = lines.findIndex((line) => hitsOf(line, word) > 0);
  return at === -1 ? null : at;
}

/** A line in pieces: those that are the word, and those between. */
export function piecesOf(
  line: string,
  word: string,
): readonly { readonly text: string; readonly hit: boolean }[] {
  const asked = plain(word.trim());
  const small = plain(line);
  // Where letters change their number with their case, places would not fit: then nothing is marked, only counted.
  if (asked === '' || small.length !== line.length) return [{ text: line, hit: false }];
  const pieces: { text: string; hit: boolean }[] = [];
  let from = 0;
  for (let at = small.indexOf(asked); at !== -1; at = small.indexOf(asked, from)) {
    if (at > from) pieces.push({ text: line.slice(from, at), hit: false });
    pieces.push({ text: line.slice(at, at + asked.length), hit: true });
    from = at + asked.length;
  }
  if (from < line.length || pieces.length === 0) pieces.push({ text: line.slice(from), hit: false });
  return pieces;
}
