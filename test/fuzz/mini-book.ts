import { strToU8, zipSync } from 'fflate';

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function relations(rows: readonly (readonly [id: string, type: string, target: string])[]): string {
  const each = rows.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return `<Relationships>${each.join('')}</Relationships>`;
}

/** The parts of a small workbook as other programs than ours write them; `change` replaces some. */
export function bookParts(change: Readonly<Record<string, string>> = {}): Record<string, Uint8Array> {
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml':
      '<workbook><workbookPr date1904="0"/><sheets><sheet name="Lines" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations([
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'sharedStrings', '/xl/sharedStrings.xml'],
      ['rId3', 'styles', 'styles.xml'],
    ]),
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd &quot;h&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml':
      '<sst><si><t>approve</t></si><si><r><t>de</t></r><rPh><t>x</t></rPh><r><t>ny</t></r></si><si/></sst>',
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="s"><v>1</v></c><c r="D1" s="1"><v>46000.5</v></c></row><row><c t="inlineStr"><is><t>a _x0041_ &amp; b</t></is></c><c t="b"><v>1</v></c><c t="str"><f>1+1</f><v>2</v></c><c t="e"><v>#REF!</v></c></row></sheetData></worksheet>',
    ...change,
  };
  return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
}

export function miniBook(change: Readonly<Record<string, string>> = {}): Uint8Array {
  return zipSync(bookParts(change), { level: 6 });
}
