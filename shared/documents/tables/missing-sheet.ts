import type { RequestFile } from '../change-request/request-json.ts';
import { ranges } from '../words.ts';
import { notAny, sheetTitle } from './summary.ts';
import type { FillCell, Sheet } from './types.ts';
import { oneLine } from './visible-text.ts';

const address: FillCell = { kind: 'fill', choices: null, required: true };
const text: FillCell = { kind: 'fill', choices: null, required: false };

/** Addresses that nobody has given yet, to be filled in; null: none is missing. */
export function missingSheet(file: RequestFile): Sheet | null {
  if (file.missing.length === 0) return null;
  return {
    name: 'Missing',
    title: `${sheetTitle(file)} · ${notAny}`,
    columns: [
      { key: 'number', title: 'No.', width: 5 },
      { key: 'name', title: 'Counterpart', width: 32 },
      { key: 'lines', title: 'Lines', width: 12 },
      { key: 'whoKnows', title: 'Who knows it', width: 36 },
      { key: 'value', title: 'Addresses', hint: 'required; separated by commas', width: 40 },
      { key: 'zone', title: 'Zone', hint: 'if you name zones', width: 16 },
      { key: 'by', title: 'Given by', hint: 'name', width: 22 },
    ],
    rowKey: 'number',
    rows: file.missing.map(({ number, name, lines, whoKnows }) => [
      number,
      { kind: 'text', text: oneLine(name), look: 'strong' },
      ranges(lines),
      oneLine(whoKnows),
      address,
      text,
      text,
    ]),
    frozenColumns: 2,
    filter: false,
  };
}
