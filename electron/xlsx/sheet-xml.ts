import { columnLetters, headRows, headText } from '../../shared/documents/tables/match-rows.ts';
import type { Sheet, SheetCell, Workbook } from '../../shared/documents/tables/types.ts';
import { byteWriter, type ByteWriter } from './byte-writer.ts';
import { rowHeights } from './row-height.ts';
import type { SharedStrings } from './shared-strings.ts';
import { styleNumber, styleOf, type StyleName } from './styles.ts';
import { xmlText } from './xml-text.ts';

/** A worksheet part. The order of its elements is the format's: programs refuse another. */

export interface SheetLook {
  readonly workbook: Pick<Workbook, 'header' | 'mark' | 'title' | 'software'>;
  readonly paper: 'a4' | 'letter';
  /** The sheet that is shown first. */
  readonly first: boolean;
}

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The part as bytes: a sheet of many flows is too much for one text. */
export function sheetXml(sheet: Sheet, strings: SharedStrings, look: SheetLook): Uint8Array {
  const last = columnLetters(sheet.columns.length - 1);
  const rows = sheet.rows.length + headRows;
  const bytes = byteWriter();
  bytes.add(
    [
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
      `<worksheet xmlns="${main}" xmlns:r="${relations}">`,
      `<sheetPr>${look.workbook.mark === null ? '' : '<tabColor rgb="FF222222"/>'}<pageSetUpPr fitToPage="1"/></sheetPr>`,
      `<dimension ref="A1:${last}${rows}"/>`,
      sheetViews(sheet, look.first),
      '<sheetFormatPr defaultRowHeight="12.75"/>',
      `<cols>${sheet.columns.map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width + 0.71}" customWidth="1"/>`).join('')}</cols>`,
      '<sheetData>',
    ].join(''),
  );
  addRows(sheet, strings, bytes);
  bytes.add(
    [
      '</sheetData>',
      // No password: it keeps hands from slipping, no more. 0: allowed.
      '<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0" autoFilter="0"/>',
      sheet.filter ? `<autoFilter ref="${filterRange(sheet)}"/>` : '',
      validations(sheet),
      '<printOptions gridLines="0"/>',
      '<pageMargins left="0.47" right="0.47" top="0.79" bottom="0.63" header="0.39" footer="0.31"/>',
      `<pageSetup paperSize="${pageSize(sheet, look.paper)}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`,
      headerFooter(sheet, look.workbook),
      `<ignoredErrors><ignoredError sqref="A1:${last}${rows}" numberStoredAsText="1"/></ignoredErrors>`,
      '</worksheet>',
    ].join(''),
  );
  return bytes.all();
}

/** As the format numbers them: A4 and A3, Letter and Tabloid. */
const pageSizes = { a4: { narrow: 9, wide: 8 }, letter: { narrow: 1, wide: 3 } } as const;

/** Characters that are still readable side by side on the smaller paper. */
const narrowest = 180;

function pageSize({ columns }: Sheet, paper: 'a4' | 'letter'): number {
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  return pageSizes[paper][width <= narrowest ? 'narrow' : 'wide'];
}

/** `A2:X60`: the heads and every row below. */
export function filterRange(sheet: Sheet): string {
  return `A${headRows}:${columnLetters(sheet.columns.length - 1)}${sheet.rows.length + headRows}`;
}

function sheetViews(sheet: Sheet, first: boolean): string {
  const corner = `${columnLetters(sheet.frozenColumns)}${headRows + 1}`;
  return (
    `<sheetViews><sheetView showGridLines="0"${first ? ' tabSelected="1"' : ''} workbookViewId="0">` +
    `<pane xSplit="${sheet.frozenColumns}" ySplit="${headRows}" topLeftCell="${corner}" activePane="bottomRight" state="frozen"/>` +
    `<selection pane="topRight"/><selection pane="bottomLeft"/><selection pane="bottomRight" activeCell="${corner}" sqref="${corner}"/>` +
    '</sheetView></sheetViews>'
  );
}

function addRows(sheet: Sheet, strings: SharedStrings, bytes: ByteWriter): void {
  const starts = sheet.columns.map((_, index) => `<c r="${columnLetters(index)}`);
  const height = rowHeights(sheet.columns.map(({ width }) => width));
  bytes.add(
    `<row r="1" ht="20" customHeight="1">${starts[0] ?? ''}1${textCell('title', strings.place(sheet.title))}</row>`,
  );
  const heads = sheet.columns.map((column) => headText(column));
  // Fitted, not fixed: without customHeight a row grows with what is typed into it.
  bytes.add(`<row r="2" ht="${height(heads)}">`);
  for (const [index, head] of heads.entries())
    bytes.add(`${starts[index] ?? ''}2${textCell('head', strings.place(head))}`);
  bytes.add('</row>');
  let number = headRows;
  for (const cells of sheet.rows) {
    number++;
    let row = `<row r="${number}" ht="${height(cells)}">`;
    for (let index = 0; index < cells.length; index++)
      row += `${starts[index] ?? ''}${number}${cellXml(cells[index] ?? '', strings)}`;
    bytes.add(row);
    bytes.add('</row>');
  }
}

/** A cell after its reference. */
function cellXml(cell: SheetCell, strings: SharedStrings): string {
  if (typeof cell === 'string') return textCell('plain', strings.place(cell));
  const style = styleOf(cell);
  if (typeof cell === 'number') return `" s="${styleNumber(style)}"><v>${cell}</v></c>`;
  return cell.kind === 'text' ? textCell(style, strings.place(cell.text)) : `" s="${styleNumber(style)}"/>`;
}

function textCell(style: StyleName, place: number): string {
  return `" s="${styleNumber(style)}" t="s"><v>${place}</v></c>`;
}

/** Lists to choose from; cells of one list in as few ranges as they make. */
function validations(sheet: Sheet): string {
  const lists = new Map<string, { readonly words: readonly string[]; readonly ranges: string[] }>();
  for (const index of sheet.columns.keys()) {
    let start = 0;
    const wordsAt = (row: number): readonly string[] | null => {
      const cell = sheet.rows[row]?.[index];
      return typeof cell === 'object' && cell.kind === 'fill' ? cell.choices : null;
    };
    for (let row = 1; row <= sheet.rows.length; row++) {
      const words = wordsAt(start);
      if (row < sheet.rows.length && wordsAt(row)?.join() === words?.join()) continue;
      if (words !== null) {
        const letter = columnLetters(index);
        const range = `${letter}${start + headRows + 1}:${letter}${row + headRows}`;
        const list = lists.get(words.join());
        if (list === undefined) lists.set(words.join(), { words, ranges: [range] });
        else list.ranges.push(range);
      }
      start = row;
    }
  }
  if (lists.size === 0) return '';
  const items = [...lists.values()].map(({ words, ranges }) => {
    const offered = xmlText(words.join(', '));
    return (
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="Not offered here" error="Please choose: ${offered}" sqref="${ranges.join(' ')}">` +
      `<formula1>"${xmlText(words.join(','))}"</formula1></dataValidation>`
    );
  });
  return `<dataValidations count="${items.length}">${items.join('')}</dataValidations>`;
}

/** In heads and feet `&` starts a code. The format allows 255 characters. */
function plainHead(text: string, most: number): string {
  const short = text.length <= most ? text : `${text.slice(0, most - 1)}…`;
  return short.replace(/\s+/g, ' ').replaceAll('&', '&&');
}

function headerFooter(sheet: Sheet, workbook: SheetLook['workbook']): string {
  const head = `&L ${plainHead(workbook.header, 100)}&R ${plainHead(sheet.name, 30)}`;
  const foot = `&L ${plainHead(workbook.software, 40)}&C Confidential: contains network addresses&R Page &P of &N`;
  return `<headerFooter><oddHeader>${xmlText(head)}</oddHeader><oddFooter>${xmlText(foot)}</oddFooter></headerFooter>`;
}
