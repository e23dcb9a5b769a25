import { describe, expect, it } from 'vitest';
import type { Piece } from '../../../shared/words/marked-text.ts';
import { translatePieces } from '../../../shared/words/translate-pieces.ts';

const german = {
  'Please permit <b>{lines#} {lines?line|lines}</b> between {nodes} and <b>{others}</b>.':
    'Bitte <b>{lines} {lines?Zeile|Zeilen}</b> zwischen {nodes} und <b>{others}</b> zulassen.',
  'This is a draft.': 'Dies ist ein Entwurf.',
  'Do not implement it.': 'Bitte nicht umsetzen.',
  '<b>No.</b> is the place in the full list.': 'Die <b>Nr.</b> ist der Platz in der ganzen Liste.',
  'See {mark} on page 2.': 'Auf Seite 2: {mark}.',
};

const b = (text: string): Piece => ({ mark: 'b', text });
const plain = (text: string): Piece => ({ mark: '', text });
const say = (...pieces: readonly Piece[]): Piece[] => translatePieces(pieces, 'de', german);

describe('translatePieces', () => {
  it('moves marks with their words', () => {
    expect(
      say(plain('Please permit '), b('12 lines'), plain(' between gdn-1 and '), b('Smith <b>'), plain('.')),
    ).toEqual([
      plain('Bitte '),
      b('12 Zeilen'),
      plain(' zwischen gdn-1 und '),
      b('Smith <b>'),
      plain(' zulassen.'),
    ]);
  });
  it('reads sentences in one mark, and those after it', () => {
    expect(
      say(
        b('This is a draft. Do not implement it. '),
        plain('Please permit '),
        b('1 line'),
        plain(' between a and '),
        b('b'),
        plain('.'),
      ),
    ).toEqual([
      b('Dies ist ein Entwurf.'),
      plain(' '),
      b('Bitte nicht umsetzen.'),
      plain(' Bitte '),
      b('1 Zeile'),
      plain(' zwischen a und '),
      b('b'),
      plain(' zulassen.'),
    ]);
  });
  it('keeps what is no text in its place', () => {
    expect(say(plain('See '), { mark: 'other', index: 3 }, plain(' on page 2.'))).toEqual([
      plain('Auf Seite 2: '),
      { mark: 'other', index: 3 },
      plain('.'),
    ]);
  });
  it('does not take the end of an abbreviation for that of a sentence', () => {
    expect(say(b('No. '), plain('is the place in the full list.'))).toEqual([
      plain('Die '),
      b('Nr.'),
      plain(' ist der Platz in der ganzen Liste.'),
    ]);
  });
  it('leaves strange paragraphs as they are, letter by letter', () => {
    const strange = [plain(' Ask  '), b('Bob. He knows. '), plain('10.0.0.1 ')];
    expect(
      say(...strange)
        .map((piece) => (piece.mark === 'other' ? '' : piece.text))
        .join(''),
    ).toBe(' Ask  Bob. He knows. 10.0.0.1 ');
  });
});
