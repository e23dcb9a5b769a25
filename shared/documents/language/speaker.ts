import type { Language } from '../../words/languages.ts';
import type { Piece } from '../../words/marked-text.ts';
import { translatePieces } from '../../words/translate-pieces.ts';
import { translate } from '../../words/translate.ts';
import type { Catalogue } from '../../words/translator.ts';
import { TypedTexts } from './typed-texts.ts';

/** A language of a document, with its translations. */
export interface DocumentWords {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

/** Letters that nobody types stand for typed texts while a sentence is read. */
const firstSign = 0xf000;
const lastSign = 0xf8ff;

const sign = /[\uF000-\uF8FF]/g;

/**
 * Says sentences of ours in another language. What somebody typed comes out as it went in, letter by letter: it is hidden
 * while a sentence is read, and a translation that would lose or change one is not taken.
 */
export class Speaker {
  readonly words: DocumentWords;
  readonly #typed: TypedTexts;
  readonly #said = new Map<string, string>();

  constructor(words: DocumentWords, typed: TypedTexts) {
    this.words = words;
    this.#typed = typed;
  }

  /** A text of one kind of letters. */
  readonly say = (text: string): string => {
    const known = this.#said.get(text);
    if (known !== undefined) return known;
    const said = this.pieces([{ mark: '', text }])
      .map((piece) => (piece.mark === 'other' ? '' : piece.text))
      .join('');
    this.#said.set(text, said);
    return said;
  };

  /** A paragraph with its marks. */
  pieces(pieces: readonly Piece[]): readonly Piece[] {
    const { language } = this.words;
    if (language === 'en' || textOf(pieces).match(sign) !== null) return pieces;
    const hidden = this.#hidden(pieces);
    const said = hidden === null ? null : this.#translated(hidden.pieces);
    const shown = hidden === null || said === null ? null : shownAgain(said, hidden.texts);
    if (hidden !== null && (hidden.texts.length === 0 || (shown !== null && leftOf(pieces, shown) === 0)))
      return shown ?? pieces;
    // A zone may be called as a word of ours is: then the sentence is read as it stands.
    const standing = this.#translated(pieces);
    if (standing === null || !this.#keepsTyped(pieces, standing)) return shown ?? pieces;
    return shown === null || leftOf(pieces, standing) < leftOf(pieces, shown) ? standing : shown;
  }

  /** Null: nothing of it is a sentence of ours. */
  #translated(pieces: readonly Piece[]): readonly Piece[] | null {
    const { language, catalogue } = this.words;
    const [only, ...more] = pieces;
    const said =
      only !== undefined && more.length === 0 && only.mark !== 'other'
        ? [{ ...only, text: inSpaces(only.text, (text) => translate(text, language, catalogue)) }]
        : translatePieces(pieces, language, catalogue);
    return textOf(said) === textOf(pieces) ? null : said;
  }

  #hidden(pieces: readonly Piece[]): { readonly pieces: Piece[]; readonly texts: string[] } | null {
    const texts: string[] = [];
    const out = pieces.map((piece): Piece => {
      if (piece.mark === 'other') return piece;
      let [text, at] = ['', 0];
      for (const { start, end } of this.#typed.find(piece.text)) {
        text += piece.text.slice(at, start) + String.fromCharCode(firstSign + texts.length);
        texts.push(piece.text.slice(start, end));
        at = end;
      }
      return { ...piece, text: text + piece.text.slice(at) };
    });
    return texts.length > lastSign - firstSign ? null : { pieces: out, texts };
  }

  #keepsTyped(before: readonly Piece[], after: readonly Piece[]): boolean {
    const left = this.#counts(after);
    return [...this.#counts(before)].every(([text, amount]) => (left.get(text) ?? 0) >= amount);
  }

  #counts(pieces: readonly Piece[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const piece of pieces) {
      if (piece.mark === 'other') continue;
      for (const { start, end } of this.#typed.find(piece.text)) {
        const text = piece.text.slice(start, end);
        counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    return counts;
  }
}

/** Says everything as it is. */
export const englishSpeaker = new Speaker({ language: 'en', catalogue: {} }, new TypedTexts([]));

function inSpaces(text: string, change: (text: string) => string): string {
  const bare = text.trim();
  return bare === '' ? text : text.replace(bare, () => change(bare));
}

/** How many small words of the English text stand in the other one too: the fewer, the more of it was understood. */
function leftOf(english: readonly Piece[], said: readonly Piece[]): number {
  const small = (pieces: readonly Piece[]): readonly string[] => textOf(pieces).match(/\b[a-z]{2,}\b/g) ?? [];
  const before = new Set(small(english));
  return small(said).filter((word) => before.has(word)).length;
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.mark === 'other' ? '\n' : piece.text)).join('');
}

/** With the typed texts in their places; null: one of them was lost or stands there twice. */
function shownAgain(pieces: readonly Piece[], texts: readonly string[]): Piece[] | null {
  const signs = textOf(pieces).match(sign) ?? [];
  if (signs.length !== texts.length || new Set(signs).size !== texts.length) return null;
  return pieces.map((piece) =>
    piece.mark === 'other'
      ? piece
      : {
          ...piece,
          text: piece.text.replace(sign, (letter) => texts[letter.charCodeAt(0) - firstSign] ?? ''),
        },
  );
}
