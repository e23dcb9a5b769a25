import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readXlsx } from '../../../electron/xlsx/read-xlsx.ts';
import { writeXlsx } from '../../../electron/xlsx/write-xlsx.ts';
import { headText } from '../../../shared/documents/tables/match-rows.ts';
import { fixedText } from '../../../shared/documents/tables/types.ts';
import { requestWorkbook } from '../../../shared/documents/tables/workbook.ts';
import { hostileNames, requestWith } from '../../helpers/hostile-request.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';

function partsOf(bytes: Uint8Array): Map<string, string> {
  return new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
}

/** Code points that XML 1.0 does not allow. */
const forbidden = new Set([
  ...Array.from({ length: 32 }, (_, code) => code).filter((code) => ![9, 10, 13].includes(code)),
  0xfffe,
  0xffff,
]);

describe('the workbook of a request', () => {
  it('is the same bytes for the same request, whatever the clock and the time zone', () => {
    const { file, digest } = requestOfSite('gdansk-dc1');
    const first = writeXlsx(requestWorkbook(file, digest), 'a4');
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Auckland';
    try {
      expect(Buffer.from(writeXlsx(requestWorkbook(file, digest), 'a4')).equals(Buffer.from(first))).toBe(
        true,
      );
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('shows in every fixed cell what the request says, and nothing in the cells to fill in', () => {
    for (const site of ['gdansk-dc1', 'szczecin-dc1', 'draft']) {
      const { file, digest } = requestOfSite(site);
      const workbook = requestWorkbook(file, digest);
      const read = readXlsx(writeXlsx(workbook, 'letter'));
      expect(read.map(({ name }) => name)).toEqual(workbook.sheets.map(({ name }) => name));
      for (const [index, sheet] of workbook.sheets.entries()) {
        const rows = read[index]?.rows ?? [];
        expect(rows[0]).toEqual([sheet.title]);
        expect(rows[1]).toEqual(sheet.columns.map(headText));
        for (const [place, cells] of sheet.rows.entries())
          for (const [column, cell] of cells.entries())
            expect(rows[place + 2]?.[column] ?? '').toBe(fixedText(cell) ?? '');
      }
    }
  });

  it('leaves no fixed cell blank and lets no cell say "any"', () => {
    for (const site of ['gdansk-dc1', 'szczecin-dc1', 'draft']) {
      const { file, digest } = requestOfSite(site);
      for (const sheet of requestWorkbook(file, digest).sheets)
        for (const cells of sheet.rows)
          for (const cell of cells) {
            const text = fixedText(cell);
            if (text === null) continue;
            expect(text.trim()).not.toBe('');
            expect(text.trim().toLowerCase()).not.toBe('any');
          }
    }
  });

  it('holds no formula, no link and no part that runs, and no path of this machine', () => {
    const { file, digest } = requestOfSite('gdansk-dc1');
    const parts = partsOf(writeXlsx(requestWorkbook(file, digest), 'a4'));
    expect([...parts.keys()].sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'docProps/app.xml',
      'docProps/core.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/sharedStrings.xml',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
      'xl/worksheets/sheet2.xml',
      'xl/worksheets/sheet3.xml',
    ]);
    for (const xml of parts.values()) {
      expect(xml).not.toMatch(/<f[ >]|<hyperlink|TargetMode/);
      expect(xml).not.toContain(process.cwd());
    }
  });

  it('locks what is fixed, opens what is to be filled in, and offers the decisions', () => {
    const { file, digest } = requestOfSite('gdansk-dc1');
    const lines =
      partsOf(writeXlsx(requestWorkbook(file, digest), 'a4')).get('xl/worksheets/sheet1.xml') ?? '';
    expect(lines).toContain('<sheetProtection sheet="1"');
    expect(lines).toContain(`<autoFilter ref="A2:W${file.lines.length + 2}"/>`);
    expect(lines).toContain('<formula1>"Approve,Deny,In place"</formula1>');
    expect(lines).toContain('<formula1>"Exempt,Inspect"</formula1>');
    expect(lines).toContain('state="frozen"');
    expect(lines).toContain('orientation="landscape" fitToWidth="1" fitToHeight="0"');
  });

  it('marks a draft and a practice on every sheet and every printed page', () => {
    const { file, digest } = requestOfSite('draft', undefined, true);
    const workbook = requestWorkbook(file, digest);
    const parts = partsOf(writeXlsx(workbook, 'a4'));
    expect(workbook.sheets).toHaveLength(4);
    for (const [index, { title }] of workbook.sheets.entries()) {
      for (const mark of ['DRAFT', 'PRACTICE']) {
        expect(title).toContain(mark);
        const head = /<oddHeader>(.*?)<\/oddHeader>/.exec(
          parts.get(`xl/worksheets/sheet${index + 1}.xml`) ?? '',
        );
        expect(head?.[1]).toContain(mark);
      }
    }
  });

  it('says of a line without an address that it is to be supplied, and takes no decision on it', () => {
    const { file, digest } = requestOfSite('draft');
    const [lines, flows, , missing] = requestWorkbook(file, digest).sheets;
    const place = (key: string): number => lines!.columns.findIndex((column) => column.key === key);
    for (const [index, line] of file.lines.entries()) {
      const cells = lines!.rows[index]!;
      const waits = line.from.length === 0 || line.to.length === 0;
      const addresses = [cells[place('fromAddress')]!, cells[place('toAddress')]!].map(fixedText);
      expect(addresses.some((text) => text?.startsWith('To be supplied') === true)).toBe(waits);
      expect(fixedText(cells[place('decision')]!) !== null).toBe(waits);
      expect(fixedText(cells[place('rule')]!)).toBe('Draft: do not implement');
    }
    expect(flows!.rows.flat().map(fixedText)).toContain('To be supplied');
    expect(missing!.rows).toHaveLength(file.missing.length);
  });

  it('breaks on no name, and gives each back as it can be shown', () => {
    for (const name of hostileNames) {
      const { file, digest } = requestWith(name);
      const workbook = requestWorkbook(file, digest);
      const parts = partsOf(writeXlsx(workbook, 'a4'));
      for (const xml of parts.values()) {
        expect(Array.from(xml).filter((character) => forbidden.has(character.codePointAt(0) ?? 0))).toEqual(
          [],
        );
        expect(xml).not.toContain('<f>');
      }
      const read = readXlsx(writeXlsx(workbook, 'a4'));
      for (const [index, sheet] of workbook.sheets.entries())
        for (const [place, cells] of sheet.rows.entries())
          for (const [column, cell] of cells.entries())
            expect(read[index]?.rows[place + 2]?.[column] ?? '').toBe(fixedText(cell) ?? '');
    }
  });
});
