import { encodeOutline } from './glyph-outline.ts';
import { internalsOf, type PdfFont, type SubsetFont } from './pdfkit-internals.ts';
import type { TypeFaces } from './type-faces.ts';

/** What people may type anywhere: Latin, Greek, Cyrillic. */
const european: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x218, 0x21b],
  [0x386, 0x3ce],
  [0x400, 0x45f],
  [0x490, 0x491],
  [0x2010, 0x2026],
  [0x20ac, 0x20ac],
];

/** Punctuation, kana, full and half width forms. */
const japanese: readonly (readonly [number, number])[] = [
  [0x3000, 0x303f],
  [0x3041, 0x30ff],
  [0xff01, 0xff9f],
];

/** Kanji of names that JIS X 0208 left out. */
const namesBeyondTheStandard = '髙﨑德濵塚瀨桒栁';

/**
 * The one font that typed text is set in: a field names one font, and viewers that find a character in it need no other.
 * For Japanese it holds the kanji of JIS X 0208 beside the European letters of Noto Sans, which Noto Sans JP lacks in part.
 */
export function typingFont(doc: PDFKit.PDFDocument, faces: TypeFaces, withJapanese: boolean): PdfFont {
  const regular = faces.runs('regular').font;
  const letters = codePointsOf(european).filter((each) => regular.font.hasGlyphForCodePoint(each));
  if (!withJapanese) {
    for (const codePoint of letters) regular.encode(String.fromCodePoint(codePoint));
    return regular;
  }
  doc.registerFont('typing', faces.fileOf('jp'));
  doc.font('typing');
  const font = internalsOf(doc)._font as SubsetFont;
  borrowGlyphs(font, regular as SubsetFont, letters);
  for (const codePoint of [...codePointsOf(japanese), ...kanji()]) {
    if (font.font.hasGlyphForCodePoint(codePoint)) font.encode(String.fromCodePoint(codePoint));
  }
  return font;
}

/** Glyphs of one font in the subset of another, without hints: these belong to the font that they come from. */
function borrowGlyphs(into: SubsetFont, from: SubsetFont, codePoints: readonly number[]): void {
  const { subset } = into;
  const foreign = 0x100000;
  const addOwn = subset._addGlyph.bind(subset);
  subset._addGlyph = (id) => {
    if (id < foreign) return addOwn(id);
    const glyph = from.font.getGlyph(id - foreign);
    const outline = encodeOutline(glyph.path);
    subset.glyf.push(outline);
    subset.loca.offsets.push(subset.offset);
    subset.hmtx.metrics.push({ advance: glyph.advanceWidth, bearing: glyph.bbox.minX });
    subset.offset += outline.length;
    return subset.glyf.length - 1;
  };
  for (const codePoint of codePoints) {
    const glyph = from.font.glyphForCodePoint(codePoint);
    const place = subset.includeGlyph(foreign + glyph.id);
    into.widths[place] = glyph.advanceWidth * from.scale;
    into.unicode[place] = [codePoint];
  }
}

function codePointsOf(ranges: readonly (readonly [number, number])[]): number[] {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
}

/** The kanji of JIS X 0208, levels 1 and 2, by their places in the standard's own table. */
function kanji(): number[] {
  const decoder = new TextDecoder('euc-jp');
  const found = Array.from(namesBeyondTheStandard, (character) => character.codePointAt(0) ?? 0);
  for (let row = 16; row <= 84; row++) {
    for (let cell = 1; cell <= 94; cell++) {
      const character = decoder.decode(Uint8Array.of(0xa0 + row, 0xa0 + cell));
      if (character.length === 1 && character !== '\ufffd') found.push(character.charCodeAt(0));
    }
  }
  return found;
}
