import fc from 'fast-check';
import { zipSync, strToU8, unzipSync, strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readXlsx } from '../../../electron/xlsx/read-xlsx.ts';
import { XlsxError } from '../../../electron/xlsx/xlsx-error.ts';
import { writeXlsx } from '../../../electron/xlsx/write-xlsx.ts';
import type { RequestFile } from '../../../shared/documents/change-request/request-json.ts';
import { requestCsv } from '../../../shared/documents/csv.ts';
import { wholeFields } from '../../../shared/documents/tables/about-sheet.ts';
import { columnLetters } from '../../../shared/documents/tables/match-rows.ts';
import { readFilledWorkbook } from '../../../shared/documents/tables/read-lines-sheet.ts';
import { requestSheets, requestWorkbook } from '../../../shared/documents/tables/workbook.ts';
import { hostileNames, requestWith } from '../../helpers/hostile-request.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import {
  filledByOpenpyxl,
  noLibreOffice,
  noOpenpyxl,
  savedByLibreOffice,
  type FilledCell,
} from './other-tools.ts';

/** Another program has to start, on a machine that may be busy. */
const otherProgramMs = 120_000;

const { file, digest } = requestOfSite('gdansk-dc1');
const sent = writeXlsx(requestWorkbook(file, digest), 'a4');

/** `F7`: the cell of a row's column, by the words that the sheet knows them by. */
function cellOf(request: RequestFile, sheet: string, row: string | number, column: string): string {
  const model = requestSheets(request, digest).find(({ name }) => name === sheet)!;
  const keyAt = model.columns.findIndex(({ key }) => key === model.rowKey);
  const index = model.rows.findIndex((cells) => {
    const key = cells[keyAt];
    return (typeof key === 'object' && key.kind === 'text' ? key.text : key) === row;
  });
  expect(index, `${sheet} ${row}`).toBeGreaterThanOrEqual(0);
  return `${columnLetters(model.columns.findIndex(({ key }) => key === column))}${index + 3}`;
}

const decisions = ['Approve', 'Deny', 'In place'] as const;
const values = { Approve: 'approve', Deny: 'deny', 'In place': 'in-place' } as const;

/** Every line decided and implemented, each in its own words. */
const filling: FilledCell[] = file.lines.flatMap(({ id, number }): FilledCell[] => {
  const at = (column: string): string => cellOf(file, 'Lines', id, column);
  return [
    ['Lines', at('decision'), decisions[number % 3]!],
    ['Lines', at('comment'), `=1+${number} is no formula, "Żółć" 東京`],
    ['Lines', at('rule'), `fw-1 rule ${number}`],
    ['Lines', at('by'), 'Łucja Wiśniewska'],
    ['Lines', at('active'), number % 2 === 0 ? { time: '2026-11-24T20:17:05' } : '2026-11-24 20:17:05'],
  ];
});
filling.push(['About', cellOf(file, 'About', wholeFields.ticket, 'value'), 'CHG0099']);

function expectEverything(bytes: Uint8Array): void {
  const filled = readFilledWorkbook(readXlsx(bytes), file, digest);
  expect(filled.altered).toEqual([]);
  expect(filled.unread).toEqual([]);
  expect(filled.digest).toBe(digest);
  expect(filled.whole.ticket).toBe('CHG0099');
  expect(filled.lines).toEqual(
    file.lines.map(({ number, id }) => ({
      number,
      id,
      decision: values[decisions[number % 3]!],
      comment: `=1+${number} is no formula, "Żółć" 東京`,
      tls: null,
      rule: `fw-1 rule ${number}`,
      by: 'Łucja Wiśniewska',
      active: '2026-11-24 20:17:05',
    })),
  );
}

describe('a workbook that comes back', () => {
  it('has nothing filled in and nothing altered when nobody touched it', () => {
    for (const site of ['gdansk-dc1', 'szczecin-dc1', 'draft']) {
      const request = requestOfSite(site);
      const bytes = writeXlsx(requestWorkbook(request.file, request.digest), 'a4');
      const filled = readFilledWorkbook(readXlsx(bytes), request.file, request.digest);
      expect(filled.altered).toEqual([]);
      expect(filled.digest).toBe(request.digest);
      expect(filled.lines.map(({ id }) => id)).toEqual(request.file.lines.map(({ id }) => id));
      for (const line of filled.lines)
        expect([line.decision, line.tls, line.comment, line.rule, line.by, line.active]).toEqual([
          null,
          null,
          '',
          '',
          '',
          '',
        ]);
    }
  });

  it.skipIf(noOpenpyxl !== null)(
    'tells every decision that openpyxl wrote into it',
    () => {
      // openpyxl takes a text that begins with = for a formula: as a person's typing would be.
      const cells = filling.map(([sheet, cell, value]): FilledCell => [
        sheet,
        cell,
        typeof value === 'string' && value.startsWith('=') ? ` ${value}` : value,
      ]);
      const bytes = filledByOpenpyxl(sent, cells);
      expectEverything(bytes);
    },
    otherProgramMs,
  );

  it.skipIf(noOpenpyxl !== null || noLibreOffice !== null)(
    'tells the same after LibreOffice saved it anew, and tells what was altered on the way',
    () => {
      const id = file.lines[4]!.id;
      const honest = filling.map(([sheet, cell, value]): FilledCell => [
        sheet,
        cell,
        typeof value === 'string' && value.startsWith('=') ? ` ${value}` : value,
      ]);
      const tampered: FilledCell[] = [
        ...honest,
        ['Lines', cellOf(file, 'Lines', id, 'toAddress'), '0.0.0.0/0'],
        ['Lines', cellOf(file, 'Lines', id, 'services'), null],
        ['About', cellOf(file, 'About', 'Valid until', 'value'), '2099-01-01'],
      ];
      const saved = savedByLibreOffice(
        { 'honest.xlsx': filledByOpenpyxl(sent, honest), 'tampered.xlsx': filledByOpenpyxl(sent, tampered) },
        'xlsx',
      );
      expectEverything(saved['honest.xlsx']!);
      const { altered, lines } = readFilledWorkbook(readXlsx(saved['tampered.xlsx']!), file, digest);
      expect(lines.every(({ decision }) => decision !== null)).toBe(true);
      expect(altered).toEqual([
        {
          sheet: 'Lines',
          cell: cellOf(file, 'Lines', id, 'toAddress'),
          about: 'Line 5, To address',
          was: '10.20.0.10',
          is: '0.0.0.0/0',
        },
        {
          sheet: 'Lines',
          cell: cellOf(file, 'Lines', id, 'services'),
          about: 'Line 5, Protocol, port at "To"',
          was: 'TCP 389\nUDP 389',
          is: '',
        },
        {
          sheet: 'About',
          cell: cellOf(file, 'About', 'Valid until', 'value'),
          about: 'Valid until, What it says',
          was: 'No end date',
          is: '2099-01-01',
        },
      ]);
    },
    otherProgramMs,
  );

  it('knows its rows when they were sorted, and says which are gone, doubled or new', () => {
    const sheets = readXlsx(sent).map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }));
    const lines = sheets[0]!;
    const [title, head, ...rows] = lines.rows;
    lines.rows = [title!, head!, ...rows.reverse()];
    expect(readFilledWorkbook(sheets, file, digest).altered).toEqual([]);
    const [first] = lines.rows.splice(2, 1);
    lines.rows.push([...lines.rows[3]!], ['99', 'All of it', 'any']);
    const altered = readFilledWorkbook(sheets, file, digest).altered;
    expect(altered.map(({ was, is }) => [was, is.slice(0, 9)])).toEqual([
      ['(was not sent)', lines.rows[3]!.join(' | ').slice(0, 9)],
      ['(was not sent)', '99 | All '],
      [first!.at(-1), '(gone)'],
    ]);
  });

  it('says so when a sheet or a column is gone, and when a choice is none of those offered', () => {
    const sheets = readXlsx(sent)
      .filter(({ name }) => name !== 'Flows')
      .map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }));
    const rows = sheets[0]!.rows;
    const decision = rows[1]!.findIndex((text) => text.startsWith('Your decision'));
    rows[2]![decision] = 'approve ';
    rows[3]![decision] = 'Yes, but';
    for (const row of rows) row.splice(2, 1);
    const { altered, unread, lines } = readFilledWorkbook(sheets, file, digest);
    expect(lines.slice(0, 2).map((line) => line.decision)).toEqual(['approve', null]);
    expect(unread).toMatchObject([
      { text: 'Yes, but', about: 'Line 2, Your decision', offered: [...decisions] },
    ]);
    expect(altered.map(({ about }) => about)).toEqual(['Column From zone', 'Sheet Flows']);
  });

  it('takes the addresses that a draft asks for', () => {
    const draft = requestOfSite('draft');
    const sheets = readXlsx(writeXlsx(requestWorkbook(draft.file, draft.digest), 'a4'));
    const missing = sheets.find(({ name }) => name === 'Missing')!;
    const rows = missing.rows.map((row, index) =>
      index === 3 ? [...row, '10.1.2.3, 10.1.2.4', 'CORE', 'Anna'] : row,
    );
    const filled = readFilledWorkbook(
      sheets.map((sheet) => (sheet === missing ? { ...sheet, rows } : sheet)),
      draft.file,
      draft.digest,
    );
    expect(filled.altered).toEqual([]);
    expect(filled.addresses[1]).toMatchObject({
      number: 2,
      key: draft.file.missing[1]!.key,
      value: '10.1.2.3, 10.1.2.4',
      zone: 'CORE',
      by: 'Anna',
    });
    expect(filled.addresses.filter(({ value }) => value !== '')).toHaveLength(1);
  });
});

describe('another program', () => {
  it.skipIf(noLibreOffice !== null)(
    'opens workbooks with hostile names, and finds neither damage nor a formula in them',
    () => {
      // All of them in one file: each line has another name.
      const base = requestWith('x').file;
      const names = hostileNames.filter((name) => !/[\ud800-\udfff]/u.test(name));
      const hostile: RequestFile = {
        ...base,
        customer: { ...base.customer, name: names[0]!, site: names[1]! },
        request: { ...base.request, justification: names.join('\n') },
        lines: base.lines.map((line, index) => {
          const name = names[index % names.length]!;
          return {
            ...line,
            title: name,
            farName: name,
            farZone: name,
            why: { origin: 'custom', purpose: name },
          };
        }),
      };
      const workbook = requestWorkbook(hostile, digest);
      const { 'hostile.xlsx': saved } = savedByLibreOffice(
        { 'hostile.xlsx': writeXlsx(workbook, 'a4') },
        'xlsx',
      );
      expect(readFilledWorkbook(readXlsx(saved!), hostile, digest).altered).toEqual([]);
      for (const [name, part] of Object.entries(unzipSync(saved!)))
        if (name.startsWith('xl/worksheets/')) expect(strFromU8(part)).not.toMatch(/<f[ >]/);
    },
    otherProgramMs,
  );

  it.skipIf(noLibreOffice !== null)(
    'opens the CSV with every flow as it is, and calculates nothing',
    () => {
      const names = hostileNames.filter((name) => !/[\ud800-\udfff]/u.test(name));
      const base = requestWith('x').file;
      const hostile: RequestFile = {
        ...base,
        lines: base.lines.map((line, index) => ({
          ...line,
          title: names[index % names.length]!,
          farName: names[index % names.length]!,
          from: line.from.map((party) => ({ ...party, label: null })),
          to: line.to.map((party) => ({ ...party, label: null })),
        })),
      };
      const csv = requestCsv(hostile, digest);
      // Comma, quote, UTF-8, from the first row, every column as it comes, formulas calculated if there are any.
      const filter = 'Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1,true';
      const { 'flows.csv': saved } = savedByLibreOffice({ 'flows.csv': csv }, 'xlsx', filter);
      for (const [name, part] of Object.entries(unzipSync(saved!)))
        if (name.startsWith('xl/worksheets/')) expect(strFromU8(part)).not.toMatch(/<f[ >]/);
      const rows = readXlsx(saved!)[0]!.rows;
      const lines = csv.slice(1).split('\r\n').slice(0, -1);
      expect(rows).toHaveLength(lines.length);
      expect(rows[0]).toEqual(lines[0]!.split(','));
      const flowAt = rows[0]!.indexOf('flow_id');
      const idAt = rows[0]!.indexOf('line_id');
      for (const row of rows.slice(1)) {
        expect(row[flowAt]).toMatch(/^[a-z0-9.-]+#\S+>\S+$/);
        expect(hostile.lines.map(({ id }) => id)).toContain(row[idAt]);
      }
    },
    otherProgramMs,
  );
});

describe('a file that is no honest workbook', () => {
  const parts = unzipSync(sent);
  const zipped = (change: Record<string, string>): Uint8Array =>
    zipSync({
      ...parts,
      ...Object.fromEntries(Object.entries(change).map(([name, text]) => [name, strToU8(text)])),
    });

  it('is refused with a sentence that says why', () => {
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!);
    const cases: readonly (readonly [string, Uint8Array])[] = [
      ['not an Excel workbook', strToU8('%PDF-1.7')],
      ['not an Excel workbook', zipSync({ 'readme.txt': strToU8('no') })],
      ['damaged', sent.slice(0, sent.length / 2)],
      [
        'document type',
        zipped({ 'xl/sharedStrings.xml': '<!DOCTYPE x [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>' }),
      ],
      ['entity', zipped({ 'xl/sharedStrings.xml': '<sst><si><t>&a;</t></si></sst>' })],
      ['cut off', zipped({ 'xl/worksheets/sheet1.xml': sheet.slice(0, sheet.length - 5) })],
      [
        'does not exist',
        zipped({
          'xl/worksheets/sheet1.xml':
            '<worksheet><sheetData><row r="99999999"><c><v>1</v></c></row></sheetData></worksheet>',
        }),
      ],
      [
        'more in it than a request',
        zipped({
          'xl/worksheets/sheet1.xml':
            '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>',
        }),
      ],
      [
        'missing in the file',
        zipSync(Object.fromEntries(Object.entries(parts).filter(([name]) => !name.endsWith('sheet2.xml')))),
      ],
    ];
    for (const [says, bytes] of cases) expect(() => readXlsx(bytes), says).toThrow(says);
  });

  it('is not unpacked when it claims to be far larger than a request', () => {
    const bomb = zipped({ 'xl/sharedStrings.xml': ' '.repeat(151_000_000) });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(() => readXlsx(bomb)).toThrow('too large');
  });

  it('is read or refused with a sentence, whatever is cut out of it or put into it', () => {
    const texts = Object.entries(parts).map(([name, part]) => [name, strFromU8(part)] as const);
    let refused = 0;
    fc.assert(
      fc.property(
        fc.nat(texts.length - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(40),
        fc.constantFrom('', '<', '>', '"', '&', '</c>', '<c r="A1"', '<row r="7">', ']]>', '<!--', '\u0000'),
        (part, place, length, put) => {
          const [name, text] = texts[part] ?? ['', ''];
          const at = Math.floor(text.length * place);
          const bytes = zipped({ [name]: text.slice(0, at) + put + text.slice(at + length) });
          try {
            readFilledWorkbook(readXlsx(bytes), file, digest);
          } catch (error) {
            expect(error).toBeInstanceOf(XlsxError);
            refused++;
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(refused).toBeGreaterThan(0);
  }, 60_000);
});
