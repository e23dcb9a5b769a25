import { fixedText, type Sheet, type SheetCell } from '../tables/types.ts';
import type { Speaker } from './speaker.ts';

/**
 * A sheet in another language. Its name stays: sentences and the reader of an answer find it by that. Ids and digests stay;
 * the texts that name the rows stay too where two of them would become the same.
 */
export function sheetInLanguage(sheet: Sheet, { say, words }: Speaker): Sheet {
  if (words.language === 'en') return sheet;
  const key = sheet.columns.findIndex((column) => column.key === sheet.rowKey);
  const names = sheet.rows.map((row) => fixedText(row[key] ?? '') ?? '');
  const said = names.map(say);
  const sayKeys = new Set(said).size === new Set(names).size;
  return {
    ...sheet,
    title: sheet.title.split(' · ').map(say).join(' · '),
    columns: sheet.columns.map((column) => ({
      ...column,
      title: say(column.title),
      ...(column.hint === undefined ? {} : { hint: say(column.hint) }),
    })),
    rows: sheet.rows.map((row) =>
      row.map((cell, index) => (index === key && !sayKeys ? cell : cellIn(cell, say))),
    ),
  };
}

function cellIn(cell: SheetCell, say: Speaker['say']): SheetCell {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'string') return cell.split('\n').map(say).join('\n');
  if (cell.kind === 'fill') {
    if (cell.choices === null) return cell;
    const choices = cell.choices.map(say);
    return new Set(choices).size === cell.choices.length ? { ...cell, choices } : cell;
  }
  return cell.look === 'id' || cell.look === 'mono' ? cell : { ...cell, text: say(cell.text) };
}
