import { randomBytes } from 'node:crypto';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readXlsx } from '../../../electron/xlsx/read-xlsx.ts';
import { XlsxError } from '../../../electron/xlsx/xlsx-error.ts';
import { bookParts, miniBook } from '../../fuzz/mini-book.ts';

const sheet = 'xl/worksheets/sheet1.xml';

function refusal(bytes: Uint8Array): string {
  try {
    readXlsx(bytes);
  } catch (error) {
    if (error instanceof XlsxError) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}

/** The place of an archive's directory of files, at its end. */
function directoryOf(zip: Buffer): number {
  return zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16);
}

/** A workbook that may unpack to much, as it is large itself: of what no program can pack. */
function largeBook(change: Readonly<Record<string, string>>): Uint8Array {
  return zipSync({ ...bookParts(change), 'xl/media/noise.png': randomBytes(400_000) });
}

describe('a workbook that is made to hurt', { timeout: 120_000 }, () => {
  it('is read, where nothing is wrong with it', () => {
    expect(readXlsx(miniBook())[0]?.rows[1]?.slice(0, 3)).toEqual(['a A & b', 'TRUE', '2']);
  });

  it('unpacks to a hundred times of what it is', () => {
    const parts = { ...bookParts(), [sheet]: new Uint8Array(70_000_000).fill(32) };
    expect(refusal(zipSync(parts))).toMatch(/^Part xl\/worksheets\/sheet1.xml is too large/);
  });

  it('unpacks to much in parts that are each small enough', () => {
    const filler = new Uint8Array(30_000_000).fill(32);
    const more = Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`xl/x${index}.xml`, filler]));
    expect(refusal(zipSync({ ...bookParts(), ...more }))).toMatch(/is too large/);
  });

  it('says that it unpacks to little, and does not', () => {
    const zip = Buffer.from(
      zipSync({
        ...bookParts(),
        [sheet]: Buffer.from(`<sheetData>${'<row><c><v>1</v></c></row>'.repeat(1000)}</sheetData>`),
      }),
    );
    for (let at = directoryOf(zip); zip.readUInt32LE(at) === 0x02014b50; at += 46 + zip.readUInt16LE(at + 28))
      if (zip.toString('latin1', at + 46, at + 46 + zip.readUInt16LE(at + 28)) === sheet)
        zip.writeUInt32LE(50, at + 24);
    expect(refusal(zip)).toMatch(/cut off/);
  });

  it('names the same bytes many times over', () => {
    const zip = Buffer.from(zipSync(bookParts()));
    const start = directoryOf(zip);
    const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    const tail = Buffer.from(zip.subarray(end));
    const rows = zip.subarray(start, end);
    const times = 9;
    tail.writeUInt16LE(7 * times, 8);
    tail.writeUInt16LE(7 * times, 10);
    tail.writeUInt32LE(rows.length * times, 12);
    const many = Buffer.concat([zip.subarray(0, start), ...Array.from({ length: times }, () => rows), tail]);
    expect(refusal(many)).toMatch(/twice/);
  });

  it('has more files than a workbook', () => {
    const more = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`x${index}`, new Uint8Array()]),
    );
    expect(refusal(zipSync({ ...bookParts(), ...more }))).toBe('The file has too many parts.');
  });

  it('names its parts as paths that lead elsewhere: they are names, and nothing more', () => {
    const parts = {
      ...bookParts(),
      '../../../etc/passwd': new Uint8Array([1]),
      '__proto__/x.xml': new Uint8Array([1]),
    };
    expect(readXlsx(zipSync(parts))).toHaveLength(1);
    expect(({} as Record<string, unknown>)['x.xml']).toBe(undefined);
  });

  it('has one cell at the end of every row', () => {
    const rows = Array.from(
      { length: 400_000 },
      (_, index) => `<row r="${index + 1}"><c r="KN${index + 1}"><v>1</v></c></row>`,
    );
    expect(refusal(largeBook({ [sheet]: `<sheetData>${rows.join('')}</sheetData>` }))).toMatch(
      /more in it than a request/,
    );
  });

  it('has the same long text in many cells', () => {
    const strings = `<sst><si><t>${'x'.repeat(32_000)}</t></si></sst>`;
    const cells = '<row>' + '<c t="s"><v>0</v></c>'.repeat(200) + '</row>';
    const book = largeBook({
      'xl/sharedStrings.xml': strings,
      [sheet]: `<sheetData>${cells.repeat(50)}</sheetData>`,
    });
    expect(refusal(book)).toMatch(/more in it than a request/);
  });

  it('has a text that is longer than a cell can be', () => {
    const cell = `<row><c t="str"><v>${'x'.repeat(32_768)}</v></c></row>`;
    expect(refusal(miniBook({ [sheet]: cell }))).toMatch(/more in it than a request/);
  });

  it('has a text without end', () => {
    for (const long of ['&#65;'.repeat(70_000), '_x0041_'.repeat(50_000), '\r\n'.repeat(200_000)])
      expect(refusal(miniBook({ 'xl/sharedStrings.xml': `<sst><si><t>${long}</t></si></sst>` }))).toBe(
        'The file has a text that no cell can hold.',
      );
  });

  it.each(['<c/>', '<row r="1"/>', '<c t="inlineStr"><is><t>a</t></is></c>'])(
    'is small and unpacks to nothing but %s',
    (piece) => {
      const rows = `<sheetData>${piece.repeat(20_000_000 / piece.length)}</sheetData>`;
      expect(refusal(miniBook({ [sheet]: rows }))).toMatch(/is too large/);
    },
  );

  it('has a tag of a million letters, or of a million blanks, and no attribute', () => {
    for (const long of ['a'.repeat(1_000_000), ' '.repeat(1_000_000), 'a='.repeat(500_000)])
      expect(
        readXlsx(miniBook({ [sheet]: `<row ${long}><c r="A1" ${long}><v>1</v></c></row>` }))[0]?.rows,
      ).toEqual([['1']]);
  });

  it('has a number format of brackets that do not close', () => {
    const styles = `<numFmt numFmtId="164" formatCode="${'['.repeat(300_000)}"/><cellXfs><xf numFmtId="164"/></cellXfs>`;
    expect(
      readXlsx(miniBook({ 'xl/styles.xml': styles, [sheet]: '<row><c s="0"><v>1</v></c></row>' }))[0]?.rows,
    ).toEqual([['1']]);
  });

  it('declares entities that grow, or that lead to another file', () => {
    const lol = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><row/>';
    expect(refusal(miniBook({ [sheet]: lol }))).toMatch(/document type/);
    expect(refusal(miniBook({ [sheet]: '<row><c t="str"><v>&xxe;</v></c></row>' }))).toMatch(/entity/);
  });

  it('has a sheet with half of a character in its name', () => {
    const workbook = '<workbook><sheets><sheet name="Li&#xD800;nes" r:id="rId1"/></sheets></workbook>';
    expect(readXlsx(miniBook({ 'xl/workbook.xml': workbook }))[0]?.name).toBe('Li\ufffdnes');
  });

  it('has a sheet whose name a terminal would obey', () => {
    const workbook = '<workbook><sheets><sheet name="&#x1b;[2J&#x202e;x" r:id="rId9"/></sheets></workbook>';
    expect(refusal(miniBook({ 'xl/workbook.xml': workbook }))).toBe(
      'Sheet "[U+001B][2J[U+202E]x" is missing in the file.',
    );
  });
});
