import type { CellLook, SheetCell } from '../../shared/documents/tables/types.ts';

/** Styles of the workbook's cells. Every look is a word too: printed in black and white it says the same. */

interface Style {
  readonly font: number;
  readonly fill: number;
  readonly border: number;
  readonly center?: boolean;
  readonly wrap?: boolean;
  readonly open?: boolean;
}

const fonts: readonly string[] = [
  '<font><sz val="9"/><color rgb="FF111111"/><name val="Arial"/><family val="2"/></font>',
  '<font><b/><sz val="9"/><color rgb="FF111111"/><name val="Arial"/><family val="2"/></font>',
  '<font><b/><sz val="12"/><color rgb="FF111111"/><name val="Arial"/><family val="2"/></font>',
  '<font><b/><sz val="9"/><color rgb="FFFFFFFF"/><name val="Arial"/><family val="2"/></font>',
  '<font><sz val="8"/><color rgb="FF3D4650"/><name val="Arial"/><family val="2"/></font>',
  '<font><sz val="9"/><color rgb="FF111111"/><name val="Courier New"/><family val="3"/></font>',
];

const solid = (colour: string): string =>
  `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/><bgColor indexed="64"/></patternFill></fill>`;

const fills: readonly string[] = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  solid('EEF1F4'),
  solid('F5F7F9'),
  solid('222222'),
];

const side = (name: string, style: string, colour: string): string =>
  style === '' ? `<${name}/>` : `<${name} style="${style}"><color rgb="FF${colour}"/></${name}>`;

const border = (left: string, right: string, top: string, bottom: string, colour: string): string =>
  `<border>${side('left', left, left === 'thick' ? '111111' : colour)}${side('right', right, colour)}${side('top', top, colour)}${side('bottom', bottom, colour)}<diagonal/></border>`;

const borders: readonly string[] = [
  '<border><left/><right/><top/><bottom/><diagonal/></border>',
  border('', '', 'hair', 'hair', '9AA3AD'),
  border('', '', 'medium', 'medium', '111111'),
  border('thin', 'thin', 'thin', 'thin', '5B6670'),
  border('thick', 'thin', 'thin', 'thin', '5B6670'),
  border('dashed', 'dashed', 'dashed', 'dashed', '111111'),
  border('thin', 'thin', 'thin', 'thin', '111111'),
];

const styles = {
  plain: { font: 0, fill: 0, border: 1, wrap: true },
  title: { font: 2, fill: 0, border: 0 },
  head: { font: 1, fill: 2, border: 2, wrap: true },
  strong: { font: 1, fill: 0, border: 1, wrap: true },
  heading: { font: 1, fill: 2, border: 1, wrap: true },
  missing: { font: 1, fill: 0, border: 5, wrap: true },
  out: { font: 1, fill: 0, border: 6, center: true },
  in: { font: 3, fill: 4, border: 6, center: true },
  id: { font: 4, fill: 0, border: 1, wrap: true },
  mono: { font: 5, fill: 0, border: 1, wrap: true },
  required: { font: 0, fill: 3, border: 4, wrap: true, open: true },
  field: { font: 0, fill: 3, border: 3, wrap: true, open: true },
} as const satisfies Record<CellLook | 'plain' | 'title' | 'head' | 'required' | 'field', Style>;

export type StyleName = keyof typeof styles;

const names = Object.keys(styles) as readonly StyleName[];

const numbers = Object.fromEntries(names.map((name, index) => [name, index + 1])) as Record<
  StyleName,
  number
>;

/** Place of a style in the styles part; 0 is the workbook's default. */
export function styleNumber(name: StyleName): number {
  return numbers[name];
}

export function styleOf(cell: SheetCell): StyleName {
  if (typeof cell === 'string' || typeof cell === 'number') return 'plain';
  if (cell.kind === 'text') return cell.look;
  return cell.required ? 'required' : 'field';
}

function xf({ font, fill, border: edge, center, wrap, open }: Style): string {
  const alignment = `<alignment${center === true ? ' horizontal="center"' : ' horizontal="left"'} vertical="center"${wrap === true ? ' wrapText="1"' : ''}/>`;
  // Number format 49 is text: what is typed there stays as typed.
  const format = open === true ? 49 : 0;
  return `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${edge}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1">${alignment}<protection locked="${open === true ? 0 : 1}"/></xf>`;
}

const list = (tag: string, items: readonly string[]): string =>
  `<${tag} count="${items.length}">${items.join('')}</${tag}>`;

const plainXf = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"';

/** `xl/styles.xml`. */
export const stylesXml = [
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
  list('fonts', fonts),
  list('fills', fills),
  list('borders', borders),
  `<cellStyleXfs count="1">${plainXf}/></cellStyleXfs>`,
  list('cellXfs', [`${plainXf} xfId="0"/>`, ...names.map((name) => xf(styles[name]))]),
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  '</styleSheet>',
].join('');
