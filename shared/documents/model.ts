import type { Language } from '../words/languages.ts';

/**
 * What a document says and how it is ordered, without a single coordinate: the writer in electron/pdf lays it out.
 * Lengths are millimetres. A text is never shrunk or cut by the writer, except the middle of the header line.
 */

/** Role of a text on the page; the writer knows its size and leading. */
export type TextStyle =
  | 'title'
  | 'subtitle'
  | 'verdict'
  | 'sentence'
  | 'section'
  | 'subheading'
  | 'body'
  | 'label'
  | 'value'
  | 'cell'
  | 'head'
  | 'group'
  | 'port'
  | 'note'
  | 'id'
  | 'mono';

export type MarkShape =
  'pass' | 'weak' | 'fail' | 'inconclusive' | 'attested' | 'waived' | 'ready' | 'exceptions';

/** A piece of a line of text. */
export type Run =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly bold?: boolean;
      readonly secondary?: boolean;
      readonly struck?: boolean;
    }
  /** OUT outlined, IN white on black. */
  | { readonly kind: 'direction'; readonly direction: 'in' | 'out' }
  /** What becomes of a line in this revision: white on black, outlined, dashed. */
  | { readonly kind: 'change'; readonly change: 'added' | 'changed' | 'removed' }
  /** The circled A: a value that the source does not state. */
  | { readonly kind: 'assumed' }
  | { readonly kind: 'mark'; readonly mark: MarkShape; readonly sizeMm: number; readonly says: string }
  /** Text in a dashed frame: something that is missing. */
  | { readonly kind: 'missing'; readonly text: string }
  /** The page on which an anchor stands. */
  | { readonly kind: 'page-of'; readonly anchor: string }
  | { readonly kind: 'check-box'; readonly box: CheckBox; readonly label: string };

/** One box of a group of which at most one is marked. */
export interface CheckBox {
  /** Field name of the group. */
  readonly group: string;
  readonly value: string;
  /** A sentence for people who hear the form. */
  readonly tip: string;
  readonly required: boolean;
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly style: TextStyle;
  readonly runs: readonly Run[];
  readonly align?: 'left' | 'right' | 'center';
}

/** A place to fill in. */
export interface Field {
  readonly kind: 'field';
  readonly name: string;
  readonly tip: string;
  readonly required: boolean;
  /** `missing`: a dashed box for an address that nobody has given yet. */
  readonly look: 'text' | 'several-lines' | 'missing' | 'signature';
  readonly heightMm: number;
  readonly caption: string | null;
}

export interface Cell {
  readonly blocks: readonly (Paragraph | Field)[];
  readonly align?: 'left' | 'right' | 'center';
  /** A thick bar on the left: the node's own cell. */
  readonly bar?: boolean;
}

export interface Row {
  readonly cells: readonly Cell[];
  readonly anchor?: string;
}

export interface Column {
  readonly head: readonly string[];
  /** Millimetres, or a share of what the fixed columns leave. */
  readonly width: { readonly mm: number } | { readonly share: number };
  readonly align?: 'left' | 'right' | 'center';
}

export interface Table {
  readonly kind: 'table';
  /** What it holds, for people who hear the page. */
  readonly says: string;
  readonly columns: readonly Column[];
  readonly groups: readonly { readonly heading: Paragraph | null; readonly rows: readonly Row[] }[];
  readonly minRowMm?: number;
  /** Side by side on the page, filled one after the other. */
  readonly sideBySide?: 1 | 2;
  /** Smaller row padding. */
  readonly tight?: boolean;
}

export interface TopologyNode {
  readonly name: string;
  readonly about: readonly string[];
  readonly ports: readonly {
    readonly label: string;
    readonly addresses: readonly string[];
    readonly zone: string;
    readonly connected: boolean;
  }[];
}

export interface TopologyEntry {
  readonly name: string;
  readonly addresses: string;
  /** Line numbers, e.g. `1–3, 7`; null: no line in that direction. */
  readonly out: string | null;
  readonly in: string | null;
  /** An address is still to be supplied: no flow is drawn. */
  readonly missing: boolean;
}

export interface TopologyZone {
  readonly name: string;
  /** Where its counterparts stand: on the LAN's side, or beyond the WAN port. */
  readonly side: 'inner' | 'outer';
  readonly entries: readonly TopologyEntry[];
}

export interface Topology {
  readonly kind: 'topology';
  /** The picture in words. */
  readonly says: string;
  readonly deployment: 'one-arm' | 'inline';
  readonly nodes: readonly TopologyNode[];
  readonly firewalls: string;
  readonly zones: readonly TopologyZone[];
}

/** Blocks side by side. */
export interface Columns {
  readonly kind: 'columns';
  readonly gapMm: number;
  readonly columns: readonly { readonly share: number; readonly blocks: readonly Block[] }[];
  readonly middle?: boolean;
  /** Stays on the page of the columns after it. */
  readonly keepWithNext?: boolean;
}

export type Block =
  | Paragraph
  | Field
  | Table
  | Topology
  | {
      readonly kind: 'heading';
      readonly level: 1 | 2;
      readonly number: string | null;
      readonly text: string;
      readonly right: string | null;
      readonly anchor: string;
    }
  | { readonly kind: 'steps'; readonly items: readonly Paragraph[] }
  | {
      readonly kind: 'pairs';
      readonly labelMm: number;
      readonly rows: readonly { readonly label: string; readonly value: readonly Paragraph[] }[];
    }
  | Columns
  | {
      readonly kind: 'box';
      readonly look: 'ruled' | 'dashed' | 'verdict' | 'card' | 'card-hollow' | 'shaded' | 'command';
      readonly anchor?: string;
      readonly blocks: readonly Block[];
    }
  /** A QR code at the right edge; `mm`: side with the white around it; `says`: what it is, for people who hear the page. */
  | { readonly kind: 'qr'; readonly text: string; readonly mm: number; readonly says: string }
  | { readonly kind: 'space'; readonly mm: number }
  | { readonly kind: 'rule' }
  | { readonly kind: 'page-break' }
  /** A page of its own, whatever has to stand on it: the first of these that fits, from the fullest to the shortest. */
  | { readonly kind: 'one-page'; readonly choices: readonly (readonly Block[])[] }
  /** Stands at the foot of the page on which it comes. */
  | { readonly kind: 'at-foot'; readonly blocks: readonly Block[] };

/** Everything that a writer needs. */
export interface DocumentModel {
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  /** UTC, as 2026-11-24T20:41:07Z: the only clock that enters the file. */
  readonly createdAt: string;
  readonly software: string;
  readonly orientation: 'landscape' | 'portrait';
  /** English without it. */
  readonly language?: Language;
  readonly watermark: string | null;
  /** Japanese can be typed into the fields even if no text of the document is; it can where one is. */
  readonly typing?: 'japanese';
  readonly header: {
    readonly name: string;
    /** After the name: number and revision; null: nothing. */
    readonly detail: string | null;
    /** Site, then customer; cut with an ellipsis when the line is full. */
    readonly middle: string;
    readonly status: string;
  };
  /** `Page {page} of {count}` in its language. */
  readonly pageNumber?: string;
  /** Below the line for a signature, in its language. */
  readonly signatureCaption?: string;
  readonly footer: { readonly left: string; readonly middle: string };
  readonly blocks: readonly Block[];
  /** Files that travel inside the document. */
  readonly attachments: readonly { readonly name: string; readonly about: string; readonly text: string }[];
}
