import type { Block, Cell, Column, Columns, Field, Paragraph, Row, Run, Table, TextStyle } from './model.ts';

/** Short hands for the composers: they keep a section readable as the page that it makes. */

export function plain(text: string): Run {
  return { kind: 'text', text };
}

export function strong(text: string): Run {
  return { kind: 'text', text, bold: true };
}

export function faint(text: string): Run {
  return { kind: 'text', text, secondary: true };
}

export const assumedMark: Run = { kind: 'assumed' };

/** A paragraph from runs and texts. */
export function say(style: TextStyle, ...parts: readonly (string | Run)[]): Paragraph {
  return {
    kind: 'paragraph',
    style,
    runs: parts.map((part) => (typeof part === 'string' ? plain(part) : part)),
  };
}

export function heading(number: string | null, text: string, right: string | null, anchor: string): Block {
  return { kind: 'heading', level: 1, number, text, right, anchor };
}

export function subheading(text: string): Paragraph {
  return say('subheading', strong(text));
}

export function space(mm: number): Block {
  return { kind: 'space', mm };
}

/** Columns side by side; each has a share of the width. */
export function columns(gapMm: number, ...parts: readonly (readonly [number, readonly Block[]])[]): Columns {
  return { kind: 'columns', gapMm, columns: parts.map(([share, blocks]) => ({ share, blocks })) };
}

/** Label and value pairs; a value that is empty says what its absence means. */
export function pairs(
  labelMm: number,
  rows: readonly (readonly [string, string | Paragraph | readonly Paragraph[]])[],
): Block {
  return {
    kind: 'pairs',
    labelMm,
    rows: rows.map(([label, value]) => ({
      label,
      value: typeof value === 'string' ? [say('value', value)] : isMany(value) ? value : [value],
    })),
  };
}

function isMany(value: Paragraph | readonly Paragraph[]): value is readonly Paragraph[] {
  return Array.isArray(value);
}

/** A cell of one or more lines: texts become cell paragraphs. */
export function cell(...parts: readonly (string | Paragraph | Field)[]): Cell {
  return { blocks: parts.map((part) => (typeof part === 'string' ? say('cell', part) : part)) };
}

export function row(...cells: readonly Cell[]): Row {
  return { cells };
}

/** A column of a fixed width. */
export function fixed(mm: number, ...head: readonly string[]): Column {
  return { head, width: { mm } };
}

/** A column that takes a share of what is left. */
export function flexible(share: number, ...head: readonly string[]): Column {
  return { head, width: { share } };
}

export function rightAligned(column: Column): Column {
  return { ...column, align: 'right' };
}

/** A table without groups. */
export function table(says: string, tableColumns: readonly Column[], rows: readonly Row[]): Table {
  return { kind: 'table', says, columns: tableColumns, groups: [{ heading: null, rows }] };
}

export function textField(name: string, tip: string, caption: string | null, heightMm: number): Field {
  return { kind: 'field', name, tip, required: false, look: 'text', heightMm, caption };
}
