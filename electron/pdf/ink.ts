import type { TextStyle } from '../../shared/documents/model.ts';

/** Points in a millimetre. */
export const mm = 72 / 25.4;

export const ink = {
  text: '#111111',
  secondary: '#3d4650',
  hair: '#9aa3ad',
  head: '#eef1f4',
  field: '#f5f7f9',
  fieldLine: '#5b6670',
  dark: '#222222',
  white: '#ffffff',
  pass: '#14532d',
  fail: '#8b1414',
  watermark: '#d3d8dd',
} as const;

export interface TextLook {
  /** Points. */
  readonly size: number;
  readonly leading: number;
  readonly bold?: true;
  readonly secondary?: true;
  readonly mono?: true;
  /** Space below a paragraph, in points. */
  readonly after: number;
}

export const looks: Readonly<Record<TextStyle, TextLook>> = {
  title: { size: 20, leading: 24, bold: true, after: 0 },
  subtitle: { size: 10, leading: 14, secondary: true, after: 0 },
  verdict: { size: 19, leading: 23, bold: true, after: 0 },
  sentence: { size: 10.5, leading: 14.5, after: 0 },
  section: { size: 11, leading: 14, bold: true, after: 0 },
  subheading: { size: 8.8, leading: 11.5, bold: true, after: 2.8 },
  body: { size: 8.5, leading: 11.5, after: 4 },
  label: { size: 7.4, leading: 10.4, secondary: true, after: 0 },
  value: { size: 8, leading: 10.4, after: 0 },
  cell: { size: 7.4, leading: 9.2, after: 0 },
  head: { size: 7, leading: 8.4, bold: true, after: 0 },
  group: { size: 7.6, leading: 9.4, after: 0 },
  port: { size: 8, leading: 9.4, bold: true, after: 0 },
  note: { size: 7.2, leading: 9.6, after: 2 },
  id: { size: 6.5, leading: 8, secondary: true, after: 0 },
  mono: { size: 7, leading: 9.4, mono: true, after: 0 },
};
