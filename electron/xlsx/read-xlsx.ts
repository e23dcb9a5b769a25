import type { SheetTexts } from '../../shared/documents/tables/types.ts';
import { withoutHalves } from '../../shared/lib/half-characters.ts';
import { visibleText } from '../../shared/documents/tables/visible-text.ts';
import { bySize } from '../by-size.ts';
import { dateText, dateStyles } from './read-dates.ts';
import { readXml } from './read-xml.ts';
import { unzipParts } from './unzip.ts';
import { XlsxError } from './xlsx-error.ts';

/** What a filled-in request may hold. */
const limits = {
  sheets: 50,
  rows: 1_048_576,
  allRows: 1_100_000,
  columns: 300,
  /** Of all sheets, with those that lie empty before one that is not. */
  cells: { base: 500_000, perByte: 10, most: 6_000_000 },
  /** In a cell: a limit of the format. */
  cellText: 32_767,
  /** Of all cells: the same text may be named by any number of them, and goes on as a text of its own each time. */
  allText: { base: 4_000_000, perByte: 60, most: 60_000_000 },
} as const;

/** What was taken so far, of all sheets, and how much may be. */
interface Taken {
  rows: number;
  cells: number;
  text: number;
  readonly mostCells: number;
  readonly mostText: number;
}

interface Parts {
  readonly strings: readonly string[];
  readonly dates: ReadonlySet<number>;
  readonly from1904: boolean;
}

/**
 * The texts of a workbook's sheets, as Excel, LibreOffice and others write them. Numbers are their shortest form, dates
 * `2026-11-24 20:17:05`, a formula the value that was kept with it; formulas are not calculated and nothing outside the file
 * is read.
 *
 * @throws XlsxError when it is none, is damaged, or is larger than a request can be
 */
export function readXlsx(bytes: Uint8Array): SheetTexts[] {
  const parts = unzipParts(bytes);
  const root = targetsOf(parts, '_rels/.rels', '');
  const workbookPath = root.find(({ type }) => type.endsWith('/officeDocument'))?.target;
  const workbook = workbookPath === undefined ? undefined : parts.get(workbookPath);
  if (workbookPath === undefined || workbook === undefined)
    throw new XlsxError('The file is not an Excel workbook (.xlsx).');
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1);
  const base = workbookPath.slice(folder.length);
  const targets = targetsOf(parts, `${folder}_rels/${base}.rels`, folder);
  const partOf = (ending: string): string =>
    parts.get(targets.find(({ type }) => type.endsWith(ending))?.target ?? '') ?? '';
  const { sheets, from1904 } = readWorkbook(workbook);
  const shared: Parts = {
    strings: readStrings(partOf('/sharedStrings')),
    dates: dateStyles(partOf('/styles')),
    from1904,
  };
  const taken: Taken = {
    ...{ rows: 0, cells: 0, text: 0 },
    mostCells: bySize(limits.cells, bytes.length),
    mostText: bySize(limits.allText, bytes.length),
  };
  return sheets.map(({ name, id }) => {
    const target = targets.find((each) => each.id === id)?.target ?? '';
    const xml = parts.get(target);
    if (xml === undefined) throw new XlsxError(`Sheet "${shown(name)}" is missing in the file.`);
    return { name, rows: readRows(name, xml, shared, taken) };
  });
}

/** A sheet's name as messages give it; the format allows 31 characters. */
function shown(name: string): string {
  return visibleText(name).slice(0, 100);
}

interface Target {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

function targetsOf(parts: ReadonlyMap<string, string>, path: string, folder: string): Target[] {
  const targets: Target[] = [];
  for (const piece of readXml(parts.get(path) ?? '')) {
    if (piece.kind !== 'open' || piece.name !== 'Relationship') continue;
    if (piece.attribute('TargetMode') === 'External') continue;
    const target = piece.attribute('Target') ?? '';
    targets.push({
      id: piece.attribute('Id') ?? '',
      type: piece.attribute('Type') ?? '',
      target: target.startsWith('/') ? target.slice(1) : `${folder}${target}`,
    });
  }
  return targets;
}

function readWorkbook(xml: string): {
  readonly sheets: readonly { readonly name: string; readonly id: string }[];
  readonly from1904: boolean;
} {
  const sheets: { name: string; id: string }[] = [];
  let from1904 = false;
  for (const piece of readXml(xml)) {
    if (piece.kind !== 'open') continue;
    if (piece.name === 'sheet')
      sheets.push({ name: withoutHalves(piece.attribute('name') ?? ''), id: piece.attribute('id') ?? '' });
    if (piece.name === 'workbookPr') from1904 = ['1', 'true'].includes(piece.attribute('date1904') ?? '');
  }
  if (sheets.length > limits.sheets) throw new XlsxError(`The file has ${sheets.length} sheets.`);
  return { sheets, from1904 };
}

/** `_x000D_` and the like: how the format writes characters that XML has no room for. */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
}

function readStrings(xml: string): string[] {
  const strings: string[] = [];
  const reader = textReader();
  for (const piece of readXml(xml)) {
    if (piece.kind === 'open' && piece.name === 'si') {
      reader.start();
      if (piece.empty) strings.push('');
    } else if (piece.kind === 'close' && piece.name === 'si') strings.push(reader.text());
    else reader.take(piece);
  }
  return strings;
}

/** Collects the runs of a rich text; phonetic readings (`rPh`) are no part of it. */
function textReader(): {
  readonly start: () => void;
  readonly take: (piece: ReturnType<typeof readXml> extends Generator<infer P> ? P : never) => void;
  readonly text: () => string;
} {
  let parts: string[] = [];
  let inText = false;
  let inReading = false;
  return {
    start: () => {
      parts = [];
      inText = false;
      inReading = false;
    },
    take: (piece) => {
      if (piece.kind === 'text') {
        if (inText && !inReading) parts.push(piece.text);
      } else if (piece.name === 't') inText = piece.kind === 'open' && !piece.empty;
      else if (piece.name === 'rPh') inReading = piece.kind === 'open' && !piece.empty;
    },
    text: () => unescaped(parts.join('')),
  };
}

/** `AB` is 27; null: no column. */
function columnIndex(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return null;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

function readRows(sheet: string, xml: string, parts: Parts, taken: Taken): string[][] {
  const rows: string[][] = [];
  let row = -1;
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let inValue = false;
  const inline = textReader();
  const tooMuch = (): XlsxError =>
    new XlsxError(`Sheet "${shown(sheet)}" has more in it than a request: see row ${row + 1}.`);
  const keep = (): void => {
    const text = withoutHalves(type === 'inlineStr' ? inline.text() : cellText(type, value, style, parts));
    if (text === '') return;
    if (column >= limits.columns || row >= limits.rows || text.length > limits.cellText) throw tooMuch();
    taken.rows += Math.max(0, row + 1 - rows.length);
    if (taken.rows > limits.allRows) throw tooMuch();
    while (rows.length <= row) rows.push([]);
    const texts = rows[row] ?? [];
    taken.cells += Math.max(1, column + 1 - texts.length);
    taken.text += text.length;
    if (taken.cells > taken.mostCells || taken.text > taken.mostText) throw tooMuch();
    while (texts.length < column) texts.push('');
    texts[column] = text;
  };
  for (const piece of readXml(xml)) {
    if (piece.kind === 'text') {
      if (inValue) value += piece.text;
      else if (type === 'inlineStr') inline.take(piece);
      continue;
    }
    const opens = piece.kind === 'open';
    if (piece.name === 'row' && opens) {
      const number = Number(piece.attribute('r') ?? row + 2);
      if (!Number.isInteger(number) || number < 1 || number > limits.rows)
        throw new XlsxError(`Sheet "${shown(sheet)}" has a row that does not exist.`);
      row = number - 1;
      column = -1;
    } else if (piece.name === 'c' && opens) {
      column = columnIndex(piece.attribute('r') ?? '') ?? column + 1;
      type = piece.attribute('t') ?? 'n';
      style = Number(piece.attribute('s') ?? 0);
      value = '';
      inline.start();
      if (piece.empty) type = '';
    } else if (piece.name === 'c') {
      keep();
      type = '';
    } else if (piece.name === 'v') inValue = opens && !piece.empty;
    else if (type === 'inlineStr') inline.take(piece);
  }
  return rows;
}

function cellText(type: string, value: string, style: number, parts: Parts): string {
  switch (type) {
    case 's':
      return parts.strings[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'str':
      return unescaped(value);
    case 'n':
      if (value.trim() === '' || !Number.isFinite(Number(value))) return value.trim();
      return parts.dates.has(style) ? dateText(Number(value), parts.from1904) : `${Number(value)}`;
    default:
      return value;
  }
}
