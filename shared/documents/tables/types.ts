/** A workbook as its writer takes it: texts, numbers and places to fill in, without a byte of any file format. */

/** How a fixed text looks. It says the same without. */
export type CellLook = 'strong' | 'heading' | 'missing' | 'out' | 'in' | 'id' | 'mono';

/** A place that the reader of the sheet fills in. */
export interface FillCell {
  readonly kind: 'fill';
  /** What may be chosen; null: any text. */
  readonly choices: readonly string[] | null;
  readonly required: boolean;
}

export interface LookCell {
  readonly kind: 'text';
  readonly text: string;
  readonly look: CellLook;
}

/** A fixed text or number, or a place to fill in. A text is never read as a formula. */
export type SheetCell = string | number | LookCell | FillCell;

export interface SheetColumn {
  /** Stable word for it. */
  readonly key: string;
  readonly title: string;
  /** Below the title: how to fill it in. */
  readonly hint?: string;
  /** In characters. */
  readonly width: number;
}

export interface Sheet {
  readonly name: string;
  /** First row: number, status and site, with DRAFT or PRACTICE in words. */
  readonly title: string;
  /** Second row. */
  readonly columns: readonly SheetColumn[];
  /** Key of the column whose text names a row: no two rows share it. */
  readonly rowKey: string;
  readonly rows: readonly (readonly SheetCell[])[];
  /** Columns that stay when the rest is moved, and that each printed page repeats. */
  readonly frozenColumns: number;
  readonly filter: boolean;
}

export interface Workbook {
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  readonly software: string;
  /** UTC, as 2026-11-24T20:41:07Z: the only clock that enters the file. */
  readonly createdAt: string;
  /** Head of every printed page. */
  readonly header: string;
  /** DRAFT or PRACTICE, in words; null: neither. */
  readonly mark: string | null;
  readonly sheets: readonly Sheet[];
}

/** A sheet as read back from a file: the texts that its cells show, row by row from the first; '' is an empty cell. */
export interface SheetTexts {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/** What stands in a fixed cell. */
export function fixedText(cell: SheetCell): string | null {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return `${cell}`;
  return cell.kind === 'text' ? cell.text : null;
}
