import PDFDocument from 'pdfkit';
import { expect, it } from 'vitest';
import { TypeFaces } from '../../../electron/pdf/type-faces.ts';
import { widthOf } from '../../../shared/documents/picture/text-width.ts';
import { fontsDir } from './pdf-tools.ts';

const texts = [
  'Domain controllers',
  'Monitoring hosts, Technician hosts',
  'Überwachungsrechner, Verwaltungsrechner',
  'Stacje robocze administratorów, Świętowit Żegluga',
  '監視ホスト、技術者のホスト',
  'OUT 10, 11 … 14 (18) · IN 12–13',
  '88 out, 389 both ways · wrong-interface',
  'MWMWMWMW@%&',
  'fd48:16::10',
  's3.dc2.swietowit.example',
];

it('no text of a picture is wider than the room that the layout gave it', () => {
  const faces = new TypeFaces(new PDFDocument({ autoFirstPage: false, font: '' }), fontsDir);
  for (const text of texts)
    for (const wish of ['regular', 'bold', 'mono'] as const) {
      const real = faces.split(text, wish).reduce((sum, piece) => sum + faces.width(piece, 11), 0);
      const room = widthOf(text, { size: 11, bold: wish === 'bold', mono: wish === 'mono' });
      expect(room, `${wish}: ${text}`).toBeGreaterThanOrEqual(real);
    }
});

it('and no letter of the languages of the window is', () => {
  const faces = new TypeFaces(new PDFDocument({ autoFirstPage: false, font: '' }), fontsDir);
  const letters = [...Array(0x17f - 0x20).keys()].map((code) => String.fromCodePoint(code + 0x20));
  const broken: string[] = [];
  for (const letter of letters.filter((each) => /[\p{L}\p{N}\p{P}\p{S} ]/u.test(each)))
    for (const wish of ['regular', 'bold'] as const) {
      const real = faces.split(letter, wish).reduce((sum, piece) => sum + faces.width(piece, 1), 0);
      const room = widthOf(letter, { size: 1, bold: wish === 'bold' });
      if (room < real) broken.push(`${wish} ${letter}: ${real.toFixed(2)} in ${room.toFixed(2)}`);
    }
  expect(broken.join('; ')).toBe('');
});
