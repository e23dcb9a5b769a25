/** What a PDF form says, as data: what is typed into it, and what is fixed. */

export interface FormField {
  /** Full name, e.g. `line.dns-gdn-1-out-lan-v4-required.decision`. */
  readonly name: string;
  readonly kind: 'text' | 'button' | 'signature' | 'other';
  /** What is typed or marked; null: nothing. For a signature `signed`. */
  readonly value: string | null;
  /** What each box of it shows as marked, where that is another value: a field that says two things at once. */
  readonly shown: readonly string[];
  /** Fixed: tip, flags, and for each box its page, place and the value that it stands for. */
  readonly fixed: string;
}

export interface FormPage {
  /** Digest of what is drawn and with what; null: packed in a way that cannot be read. */
  readonly drawn: string | null;
  /** The texts that it shows, in the order of drawing; null: its fonts do not say. */
  readonly texts: readonly string[] | null;
  /** In points. */
  readonly width: number;
  /** What lies over the page and is no field: links, notes, stamps. */
  readonly over: readonly string[];
}

export interface PdfForm {
  readonly fields: readonly FormField[];
  readonly pages: readonly FormPage[];
  /** Embedded files by name. */
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** What would run when it is opened or used, e.g. `JavaScript`. */
  readonly actions: readonly string[];
  /** The program that wrote it last, by its own word. */
  readonly producer: string;
}
