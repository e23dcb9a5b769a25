import { existsSync } from 'node:fs';
import path from 'node:path';
import { GlyphRuns } from './glyph-runs.ts';
import { internalsOf } from './pdfkit-internals.ts';

export type Face = 'regular' | 'bold' | 'jp' | 'jp-bold' | 'mono';

const files: Readonly<Record<Face, readonly [string, string]>> = {
  regular: ['noto-sans/400Regular', 'NotoSans_400Regular.ttf'],
  bold: ['noto-sans/700Bold', 'NotoSans_700Bold.ttf'],
  jp: ['noto-sans-jp/400Regular', 'NotoSansJP_400Regular.ttf'],
  'jp-bold': ['noto-sans-jp/700Bold', 'NotoSansJP_700Bold.ttf'],
  // Not IBM Plex Mono: its space is the last glyph of the file and empty, which fontkit cannot read.
  mono: ['noto-sans-mono/400Regular', 'NotoSansMono_400Regular.ttf'],
};

/** A character that no embedded font has. It stands in the document by its number, as `[U+0E01]`. */
export interface MissingCharacter {
  readonly character: string;
  /** `U+0E01`. */
  readonly codePoint: string;
  /** The text that it stands in. */
  readonly text: string;
}

/** A stretch of text in one font. */
export interface FacePiece {
  readonly face: Face;
  readonly text: string;
}

/** Where a font file lies: in a flat folder as the build makes it, or in the packages' own folders. */
export function fontFile(fontsDir: string, face: Face): string {
  const [folder, name] = files[face];
  const flat = path.join(fontsDir, name);
  return existsSync(flat) ? flat : path.join(fontsDir, folder, name);
}

/** The embedded fonts of one document: which of them has a character, and how wide a text is in it. */
export class TypeFaces {
  readonly missing = new Map<string, MissingCharacter>();
  /** Whether a text was set in a Japanese font. */
  usesJapanese = false;
  readonly #doc: PDFKit.PDFDocument;
  readonly #fontsDir: string;
  readonly #open = new Map<Face, GlyphRuns>();
  readonly #covered = new Map<string, Face | null>();

  constructor(doc: PDFKit.PDFDocument, fontsDir: string) {
    this.#doc = doc;
    this.#fontsDir = fontsDir;
    for (const face of Object.keys(files) as Face[]) doc.registerFont(face, fontFile(fontsDir, face));
  }

  fileOf(face: Face): string {
    return fontFile(this.#fontsDir, face);
  }

  /** Width of a text in points. */
  width(piece: FacePiece, size: number): number {
    return (this.runs(piece.face).width(piece.text) * size) / 1000;
  }

  /** The glyphs of a font. */
  runs(face: Face): GlyphRuns {
    let runs = this.#open.get(face);
    if (runs === undefined) {
      this.#doc.font(face);
      runs = new GlyphRuns(internalsOf(this.#doc)._font, face !== 'mono');
      this.#open.set(face, runs);
    }
    return runs;
  }

  /** Splits a text into stretches that one font has; what none has is written as its number and noted. */
  split(text: string, wish: 'regular' | 'bold' | 'mono'): FacePiece[] {
    if (/^[\x20-\x7e]*$/.test(text)) return [{ face: wish, text }];
    const pieces: { face: Face; text: string }[] = [];
    for (const character of text) {
      const face = this.#faceOf(character, wish);
      const shown = face === null ? this.#name(character, text) : character;
      const used = face ?? (wish === 'bold' ? 'bold' : 'regular');
      const last = pieces.at(-1);
      if (last?.face === used) last.text += shown;
      else pieces.push({ face: used, text: shown });
    }
    return pieces;
  }

  #faceOf(character: string, wish: 'regular' | 'bold' | 'mono'): Face | null {
    const key = `${wish}${character}`;
    const known = this.#covered.get(key);
    if (known !== undefined) return known;
    const candidates: readonly Face[] =
      wish === 'mono' ? ['mono', 'regular', 'jp'] : wish === 'bold' ? ['bold', 'jp-bold'] : ['regular', 'jp'];
    const codePoint = character.codePointAt(0) ?? 0;
    // Controls, bidirectional overrides and invisible characters could make a page say other than what it holds.
    const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/u.test(character) && character !== '\u00ad';
    const face = hidden ? null : (candidates.find((each) => this.#has(each, codePoint)) ?? null);
    if (face === 'jp' || face === 'jp-bold') this.usesJapanese = true;
    this.#covered.set(key, face);
    return face;
  }

  #has(face: Face, codePoint: number): boolean {
    return this.runs(face).font.font.hasGlyphForCodePoint(codePoint);
  }

  #name(character: string, text: string): string {
    const codePoint = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    if (!this.missing.has(character)) this.missing.set(character, { character, codePoint, text });
    return `[${codePoint}]`;
  }
}
