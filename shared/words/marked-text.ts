/** A piece of a paragraph: bold (`b`), faint (`i`) or plain text, or something else that stands in its place among the words. */
export type Piece =
  | { readonly mark: 'b' | 'i' | ''; readonly text: string }
  | { readonly mark: 'other'; readonly index: number };

/** Letters that nobody types stand for the marks while a sentence is read: a `<b>` in a name stays a name. */
const signs = { '<b>': '\uE001', '</b>': '\uE002', '<i>': '\uE003', '</i>': '\uE004' } as const;
const firstOther = 0xe100;
const lastOther = 0xe8ff;

/** The marks of a template or a translation as those letters. */
export function withSigns(template: string): string {
  return template.replace(/<\/?[bi]>/g, (tag) => signs[tag as keyof typeof signs]);
}

interface Letter {
  readonly letter: string;
  readonly mark: 'b' | 'i' | '';
}

/** What the pieces say, sentence by sentence; a mark that goes over several sentences begins and ends with each. */
export function sentencesOfPieces(pieces: readonly Piece[]): string[] {
  const letters = pieces.flatMap((piece): Letter[] =>
    piece.mark === 'other'
      ? [{ letter: String.fromCodePoint(firstOther + piece.index), mark: '' }]
      : Array.from(piece.text, (letter) => ({ letter, mark: piece.mark })),
  );
  const plain = letters.map(({ letter }) => letter).join('');
  let at = 0;
  return plain.split(/(?<=[.!?][”")\]]*) (?=[^\s,;:.)a-z])/).map((sentence) => {
    const length = Array.from(sentence).length;
    const own = letters.slice(at, at + length);
    at += length + 1;
    return marked(own);
  });
}

function marked(letters: readonly Letter[]): string {
  const spaced = letters.map((each, index) => {
    if (each.letter !== ' ') return each;
    // A space between marks belongs to none.
    const same = letters[index - 1]?.mark === each.mark && letters[index + 1]?.mark === each.mark;
    return same ? each : { ...each, mark: '' as const };
  });
  let [out, before] = ['', '' as Letter['mark']];
  for (const { letter, mark } of spaced) {
    if (mark !== before) {
      if (before !== '') out += signs[`</${before}>`];
      if (mark !== '') out += signs[`<${mark}>`];
    }
    out += letter;
    before = mark;
  }
  return before === '' ? out : out + signs[`</${before}>`];
}

/** The one mark of all of a sentence, and the sentence without it; null: it has several, or others among its words. */
export function onlyMark(sentence: string): { readonly mark: 'b' | 'i' | ''; readonly text: string } | null {
  const bare = sentence.trim();
  const match = /^([\uE001\uE003]?)([^\uE001-\uE004\uE100-\uE8FF]*)[\uE002\uE004]?$/u.exec(bare);
  if (match === null) return null;
  const before = sentence.slice(0, sentence.length - sentence.trimStart().length);
  const after = sentence.slice(before.length + bare.length);
  const [, sign = '', text = ''] = match;
  const mark = sign === signs['<b>'] ? 'b' : sign === signs['<i>'] ? 'i' : '';
  return { mark, text: `${before}${text}${after}` };
}

/** The pieces of a sentence with those letters. */
export function piecesOf(sentence: string): Piece[] {
  const pieces: Piece[] = [];
  let mark: Letter['mark'] = '';
  let text = '';
  const end = (): void => {
    if (text !== '') pieces.push({ mark, text });
    text = '';
  };
  for (const letter of sentence) {
    const code = letter.codePointAt(0) ?? 0;
    const next: Letter['mark'] | null =
      letter === signs['<b>']
        ? 'b'
        : letter === signs['<i>']
          ? 'i'
          : letter === signs['</b>'] || letter === signs['</i>']
            ? ''
            : null;
    if (next !== null) {
      end();
      mark = next;
    } else if (code >= firstOther && code <= lastOther) {
      end();
      pieces.push({ mark: 'other', index: code - firstOther });
    } else text += letter;
  }
  end();
  return pieces;
}
