import type { Language } from './languages.ts';
import type { Piece } from './marked-text.ts';
import { onlyMark, piecesOf, sentencesOfPieces } from './marked-text.ts';
import { endsSentence } from './sentences.ts';
import type { Catalogue } from './translator.ts';
import { translate, translateTogether } from './translate.ts';

/**
 * A paragraph whose sentences go on from one piece to the next, in another language: `Please permit <b>12 lines</b> between…`
 * is one template, and its marks stand where the translation has them. What is no sentence of ours stays as it is.
 */
export function translatePieces(pieces: readonly Piece[], language: Language, catalogue: Catalogue): Piece[] {
  if (language === 'en') return [...pieces];
  const out: Piece[] = [];
  const sentences = sentencesOfPieces(pieces);
  for (let at = 0; at < sentences.length;) {
    const run = longestRun(sentences.slice(at, at + longest), language, catalogue);
    const own = run?.pieces ?? translatedSentence(sentences[at] ?? '', language, catalogue);
    at += run?.length ?? 1;
    const last = out.at(-1);
    const closed = last?.mark !== 'other' && last !== undefined && endsSentence(last.text);
    if (out.length > 0 && !(language === 'ja' && closed)) own.unshift({ mark: '', text: ' ' });
    out.push(...own);
  }
  return joined(out);
}

/** Sentences that one template of ours may hold. */
const longest = 4;

/** The first sentences that are one template together, two at least; null: each stands for itself. */
function longestRun(
  sentences: readonly string[],
  language: Language,
  catalogue: Catalogue,
): { readonly pieces: Piece[]; readonly length: number } | null {
  for (let length = sentences.length; length > 1; length -= 1) {
    const text = sentences.slice(0, length).join(' ');
    const only = onlyMark(text);
    const bare = only === null ? text.trim() : only.text.trim();
    const said = translateTogether(bare, language, catalogue);
    if (said === null) continue;
    return { pieces: only === null ? piecesOf(said) : [{ mark: only.mark, text: said }], length };
  }
  return null;
}

function translatedSentence(sentence: string, language: Language, catalogue: Catalogue): Piece[] {
  const only = onlyMark(sentence);
  if (only !== null) return [{ mark: only.mark, text: inSpaces(only.text, language, catalogue) }];
  const bare = sentence.trim();
  const whole = translate(bare, language, catalogue);
  if (whole !== bare) return piecesOf(sentence.replace(bare, () => whole));
  // A sentence that nobody knows: its pieces, each for itself.
  return piecesOf(sentence).map((piece) =>
    piece.mark === 'other' ? piece : { ...piece, text: inSpaces(piece.text, language, catalogue) },
  );
}

function inSpaces(text: string, language: Language, catalogue: Catalogue): string {
  const bare = text.trim();
  return bare === '' ? text : text.replace(bare, () => translate(bare, language, catalogue));
}

/** Neighbours with the same mark in one piece. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    if (piece.mark !== 'other' && last !== undefined && last.mark !== 'other' && last.mark === piece.mark)
      out[out.length - 1] = { mark: piece.mark, text: last.text + piece.text };
    else if (piece.mark === 'other' || piece.text !== '') out.push(piece);
  }
  return out;
}
