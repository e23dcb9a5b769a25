import { zipSync, type Zippable } from 'fflate';
import { columnLetters, headRows } from '../../shared/documents/tables/match-rows.ts';
import type { Sheet, Workbook } from '../../shared/documents/tables/types.ts';
import { sharedStrings } from './shared-strings.ts';
import { filterRange, sheetXml } from './sheet-xml.ts';
import { stylesXml } from './styles.ts';
import { xmlText } from './xml-text.ts';

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const packageSpace = 'http://schemas.openxmlformats.org/package/2006';
const officeSpace = 'http://schemas.openxmlformats.org/officeDocument/2006';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The workbook as the bytes of an XLSX file (ECMA-376). The same workbook gives the same bytes; no cell holds a formula. */
export function writeXlsx(workbook: Workbook, paper: 'a4' | 'letter'): Uint8Array {
  const strings = sharedStrings();
  const sheets = workbook.sheets.map((sheet, index) =>
    sheetXml(sheet, strings, { workbook, paper, first: index === 0 }),
  );
  return zipped([
    ['[Content_Types].xml', contentTypes(sheets.length)],
    ['_rels/.rels', packageRelations],
    ['docProps/app.xml', appProperties(workbook)],
    ['docProps/core.xml', coreProperties(workbook)],
    ['xl/workbook.xml', workbookXml(workbook)],
    ['xl/_rels/workbook.xml.rels', workbookRelations(sheets.length)],
    ['xl/styles.xml', stylesXml],
    ['xl/sharedStrings.xml', strings.xml()],
    ...sheets.map((xml, index) => [`xl/worksheets/sheet${index + 1}.xml`, xml] as const),
  ]);
}

function zipped(parts: readonly (readonly [string, string | Uint8Array])[]): Uint8Array {
  // The archive keeps local time without a zone: a date made from local parts is the same bytes everywhere.
  const mtime = new Date(1980, 0, 1);
  const encoder = new TextEncoder();
  const files: Zippable = Object.fromEntries(
    parts.map(([name, part]) => [name, typeof part === 'string' ? encoder.encode(part) : part]),
  );
  return zipSync(files, { level: 4, mtime, os: 0 });
}

function contentTypes(sheets: number): string {
  const parts = [
    ['/xl/workbook.xml', `${sheetType}.sheet.main+xml`],
    ...Array.from({ length: sheets }, (_, index) => [
      `/xl/worksheets/sheet${index + 1}.xml`,
      `${sheetType}.worksheet+xml`,
    ]),
    ['/xl/styles.xml', `${sheetType}.styles+xml`],
    ['/xl/sharedStrings.xml', `${sheetType}.sharedStrings+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ['/docProps/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml'],
  ];
  const overrides = parts.map(
    ([name = '', type = '']) => `<Override PartName="${name}" ContentType="${type}"/>`,
  );
  return `${xmlHead}<Types xmlns="${packageSpace}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
}

const packageRelations = relations([
  [`${officeSpace}/relationships/officeDocument`, 'xl/workbook.xml'],
  [`${packageSpace}/relationships/metadata/core-properties`, 'docProps/core.xml'],
  [`${officeSpace}/relationships/extended-properties`, 'docProps/app.xml'],
]);

function workbookRelations(sheets: number): string {
  return relations([
    ...Array.from(
      { length: sheets },
      (_, index) => [`${officeSpace}/relationships/worksheet`, `worksheets/sheet${index + 1}.xml`] as const,
    ),
    [`${officeSpace}/relationships/styles`, 'styles.xml'],
    [`${officeSpace}/relationships/sharedStrings`, 'sharedStrings.xml'],
  ]);
}

function relations(targets: readonly (readonly [string, string])[]): string {
  const items = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `${xmlHead}<Relationships xmlns="${packageSpace}/relationships">${items.join('')}</Relationships>`;
}

function workbookXml({ sheets }: Workbook): string {
  const listed = sheets.map(
    ({ name }, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return [
    `${xmlHead}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${officeSpace}/relationships">`,
    '<workbookPr defaultThemeVersion="124226"/>',
    '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15000" activeTab="0"/></bookViews>',
    `<sheets>${listed.join('')}</sheets>`,
    `<definedNames>${sheets.map(namesOfSheet).join('')}</definedNames>`,
    '</workbook>',
  ].join('');
}

function namesOfSheet(sheet: Sheet, index: number): string {
  const name = `'${sheet.name.replaceAll("'", "''")}'`;
  const absolute = (range: string): string => range.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
  const filter = sheet.filter
    ? `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${xmlText(`${name}!${absolute(filterRange(sheet))}`)}</definedName>`
    : '';
  const titles = `${name}!$A:$${columnLetters(sheet.frozenColumns - 1)},${name}!$1:$${headRows}`;
  return `${filter}<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${xmlText(titles)}</definedName>`;
}

function coreProperties({ title, subject, author, createdAt }: Workbook): string {
  return [
    `${xmlHead}<cp:coreProperties xmlns:cp="${packageSpace}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
    `<dc:title>${xmlText(title)}</dc:title><dc:subject>${xmlText(subject)}</dc:subject><dc:creator>${xmlText(author)}</dc:creator><dc:language>en</dc:language>`,
    `<cp:lastModifiedBy>${xmlText(author)}</cp:lastModifiedBy>`,
    `<dcterms:created xsi:type="dcterms:W3CDTF">${xmlText(createdAt)}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${xmlText(createdAt)}</dcterms:modified>`,
    '</cp:coreProperties>',
  ].join('');
}

function appProperties({ software }: Workbook): string {
  const name = software.replace(/\s*[\d.]+$/, '');
  return `${xmlHead}<Properties xmlns="${officeSpace}/extended-properties"><Application>${xmlText(name)}</Application></Properties>`;
}
