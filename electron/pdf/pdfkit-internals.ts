/** The parts of pdfkit that its types leave out and that a form and a tag tree need. One place, so that an update shows. */

/** An indirect object. Strings are names, `new String(...)` is a text: pdfkit's own convention. */
export interface PdfReference {
  readonly id: number;
  readonly data: Record<string, unknown>;
  readonly end: (content?: Uint8Array | string) => void;
  readonly toString: () => string;
}

/** A font of fontkit, as far as it is used here. */
export interface PdfFont {
  readonly id: string;
  readonly ref: () => PdfReference;
  /** Codes in hexadecimal, and widths in thousandths of the size. */
  readonly encode: (text: string) => [readonly string[], readonly { readonly xAdvance: number }[]];
  readonly layout: (text: string) => { readonly glyphs: readonly unknown[]; readonly advanceWidth: number };
  readonly font: { readonly hasGlyphForCodePoint: (codePoint: number) => boolean };
}

/** An embedded font with the subset that is written of it. */
export interface SubsetFont extends PdfFont {
  readonly scale: number;
  readonly widths: number[];
  readonly unicode: (readonly number[])[];
  readonly font: PdfFont['font'] & {
    readonly getGlyph: (id: number) => FontGlyph;
    readonly glyphForCodePoint: (codePoint: number) => FontGlyph;
  };
  readonly subset: {
    readonly includeGlyph: (id: number) => number;
    readonly glyf: Uint8Array[];
    readonly loca: { readonly offsets: number[] };
    readonly hmtx: { readonly metrics: { readonly advance: number; readonly bearing: number }[] };
    offset: number;
    _addGlyph: (id: number) => number;
  };
}

export interface GlyphPath {
  readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[];
}

interface FontGlyph {
  readonly id: number;
  readonly path: GlyphPath;
  readonly advanceWidth: number;
  readonly bbox: { readonly minX: number };
}

export interface PdfInternals {
  readonly ref: (data: Record<string, unknown>) => PdfReference;
  readonly page: {
    readonly height: number;
    readonly dictionary: PdfReference;
    readonly annotations: unknown[];
    readonly fonts: Record<string, PdfReference>;
    readonly write: (content: Uint8Array) => void;
  };
  readonly _root: PdfReference;
  readonly _font: PdfFont;
  readonly getStructTreeRoot: () => PdfReference;
  /** Where each object begins in the file; null: not written yet. */
  readonly _offsets: (number | null)[];
  readonly _offset: number;
  readonly _info: PdfReference;
  readonly _id: Uint8Array;
  readonly _write: (data: string | Uint8Array) => void;
  _finalize: () => void;
  endAcroForm: () => void;
  info: Record<string, unknown>;
  _addInfo: () => void;
}

export function internalsOf(doc: PDFKit.PDFDocument): PdfInternals {
  return doc as unknown as PdfInternals; // see above: its types leave these out
}
