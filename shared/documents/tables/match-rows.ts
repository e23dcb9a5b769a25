import { fixedText, type Sheet, type SheetCell, type SheetColumn, type SheetTexts } from './types.ts';

/** Holds a sheet that came back against the one that was sent. Rows are known by their key: they may have been sorted. */

/** Fixed content that differs. */
export interface AlteredCell {
  readonly sheet: string;
  /** `F7`; of a sheet or row that is gone the place where it stood. */
  readonly cell: string;
  /** What it is: `Line 5, To address`. */
  readonly about: string;
  readonly was: string;
  readonly is: string;
}

/** A row that came back. */
export interface MatchedRow {
  readonly key: string;
  /** The text in a column, without white space around it; '' when it is empty. */
  readonly text: (column: string) => string;
  /** `F7`. */
  readonly cell: (column: string) => string;
  readonly isFill: (column: string) => boolean;
  /** The words that the cell offers; null: it is fixed, or takes any text. */
  readonly choices: (column: string) => readonly string[] | null;
}

/** Head rows of a sheet: its title and the names of its columns. */
export const headRows = 2;

const gone = '(gone)';
const notSent = '(was not sent)';

/** `A`, `B`, ..., `AA`, from 0. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${columnLetters(Math.floor(index / 26) - 1)}${letter}`;
}

function cellName(column: number, row: number): string {
  return `${columnLetters(column)}${row + 1}`;
}

/** What a column's head says: its title, and how to fill it in. */
export function headText({ title, hint }: SheetColumn): string {
  return hint === undefined ? title : `${title}\n${hint}`;
}

/** White space is no content: programs change it when they save. */
function same(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
  return a === b || plain(a) === plain(b);
}

export function matchRows(
  sent: Sheet,
  came: SheetTexts | undefined,
): { readonly rows: ReadonlyMap<string, MatchedRow>; readonly altered: readonly AlteredCell[] } {
  const altered: AlteredCell[] = [];
  const alter = (cell: string, about: string, was: string, is: string): void => {
    altered.push({ sheet: sent.name, cell, about, was, is });
  };
  const rows = new Map<string, MatchedRow>();
  if (came === undefined) {
    alter('A1', `Sheet ${sent.name}`, `${sent.rows.length} rows`, gone);
    return { rows, altered };
  }
  const headRow = findHead(sent, came);
  if (headRow === null) {
    alter('A2', `Head of sheet ${sent.name}`, sent.columns.map(({ title }) => title).join(' | '), gone);
    return { rows, altered };
  }
  if (!same(came.rows[headRow - 1]?.[0] ?? '', sent.title))
    alter(cellName(0, Math.max(headRow - 1, 0)), 'Title', sent.title, came.rows[headRow - 1]?.[0] ?? '');
  const places = columnPlaces(sent, came.rows[headRow] ?? []);
  for (const [index, column] of sent.columns.entries())
    if (!places.has(column.key))
      alter(cellName(index, headRow), `Column ${column.title}`, headText(column), gone);
  readRows(sent, came, headRow, places, rows, alter);
  return { rows, altered };
}

/** The row that has the heads of our columns; rows may have been put above it. */
function findHead(sent: Sheet, came: SheetTexts): number | null {
  const keyColumn = sent.columns.find(({ key }) => key === sent.rowKey);
  if (keyColumn === undefined) return null;
  const found = came.rows
    .slice(0, 20)
    .findIndex((row, index) => index > 0 && row.some((text) => same(text, headText(keyColumn))));
  return found === -1 ? null : found;
}

function columnPlaces(sent: Sheet, head: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    sent.columns.flatMap((column) => {
      const place = head.findIndex((text) => same(text, headText(column)));
      return place === -1 ? [] : [[column.key, place] as const];
    }),
  );
}

type Alter = (cell: string, about: string, was: string, is: string) => void;

function readRows(
  sent: Sheet,
  came: SheetTexts,
  headRow: number,
  places: ReadonlyMap<string, number>,
  rows: Map<string, MatchedRow>,
  alter: Alter,
): void {
  const indexOf = new Map(sent.columns.map(({ key }, index) => [key, index]));
  const keyIndex = indexOf.get(sent.rowKey) ?? 0;
  const keyPlace = places.get(sent.rowKey) ?? 0;
  const expected = new Map(sent.rows.map((cells, index) => [keyOf(cells[keyIndex]), { cells, index }]));
  const known = new Set(places.values());
  for (let place = headRow + 1; place < came.rows.length; place++) {
    const row = came.rows[place] ?? [];
    const key = (row[keyPlace] ?? '').trim();
    const wanted = expected.get(key);
    if (wanted === undefined || rows.has(key)) {
      const content = row.filter((text) => text.trim() !== '').join(' | ');
      if (content !== '') alter(cellName(keyPlace, place), `Row ${place + 1}`, notSent, content);
      continue;
    }
    rows.set(key, matchedRow(key, wanted.cells, row, place, places, indexOf));
    for (const [column, index] of indexOf) {
      const at = places.get(column);
      const was = fixedText(wanted.cells[index] ?? '');
      if (at === undefined || was === null || same(row[at] ?? '', was)) continue;
      alter(
        cellName(at, place),
        `${aboutRow(sent, wanted.cells)}, ${sent.columns[index]?.title ?? column}`,
        was,
        row[at] ?? '',
      );
    }
    for (const [at, text] of row.entries())
      if (!known.has(at) && text.trim() !== '')
        alter(cellName(at, place), aboutRow(sent, wanted.cells), notSent, text);
  }
  for (const [key, { cells, index }] of expected)
    if (!rows.has(key)) alter(cellName(keyIndex, headRows + index), aboutRow(sent, cells), key, gone);
}

function keyOf(cell: SheetCell | undefined): string {
  return fixedText(cell ?? '') ?? '';
}

/** `Line 5`, or what the row's first cell says. */
function aboutRow(sent: Sheet, cells: readonly SheetCell[]): string {
  const first = keyOf(cells[0]);
  return sent.name === 'Lines' ? `Line ${first}` : sent.name === 'Flows' ? `Flow of line ${first}` : first;
}

function matchedRow(
  key: string,
  cells: readonly SheetCell[],
  row: readonly string[],
  place: number,
  places: ReadonlyMap<string, number>,
  indexOf: ReadonlyMap<string, number>,
): MatchedRow {
  const cellOf = (column: string): SheetCell => cells[indexOf.get(column) ?? -1] ?? '';
  return {
    key,
    text: (column) => (row[places.get(column) ?? -1] ?? '').trim(),
    cell: (column) => cellName(places.get(column) ?? 0, place),
    isFill: (column) => {
      const cell = cellOf(column);
      return typeof cell === 'object' && cell.kind === 'fill';
    },
    choices: (column) => {
      const cell = cellOf(column);
      return typeof cell === 'object' && cell.kind === 'fill' ? cell.choices : null;
    },
  };
}
