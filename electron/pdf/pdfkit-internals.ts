/** The parts of pdfkit that its types leave out and that a form and a tag tree need. One place, so that an update shows. */

/** An indirect object. Strings are names, `new String(...)` is a text: pdfkit's own convention. */
export interface PdfReference {
  readonly id: number;
  readonly data: Record<string, unknown>;
  readonly end: (content?: Uint8Array | string) => void;
}

export interface PdfInternals {
  readonly ref: (data: Record<string, unknown>) => PdfReference;
  readonly page: {
    readonly height: number;
    readonly dictionary: PdfReference;
    readonly annotations: PdfReference[];
  };
  readonly _root: { readonly data: { AcroForm?: PdfReference } };
  readonly _font: {
    readonly id: string;
    readonly encode: (text: string) => unknown;
    readonly font: { readonly hasGlyphForCodePoint: (codePoint: number) => boolean };
  };
  readonly initForm: () => void;
  readonly getStructTreeRoot: () => PdfReference;
  readonly getStructParentTree: () => {
    readonly get: (key: unknown) => unknown[];
    readonly add: (key: number, value: unknown) => void;
  };
  readonly createStructParentTreeNextKey: () => number;
  info: Record<string, unknown>;
  _addInfo: () => void;
}

/** Marked content as pdfkit keeps it: on which page, under which number. */
export interface PdfContent {
  readonly refs: readonly { readonly pageRef: PdfReference; readonly mcid: number }[];
}

export function internalsOf(doc: PDFKit.PDFDocument): PdfInternals {
  return doc as unknown as PdfInternals; // see above: its types leave these out
}

export function contentOf(content: PDFKit.PDFStructureContent): PdfContent {
  return content as unknown as PdfContent; // see above
}

/** A text string: pdfkit takes a plain string for a name. */
export function textString(text: string): object {
  return new String(text);
}
