import { assertNever } from '../../shared/lib/assert-never.ts';
import type { MarkShape } from '../../shared/documents/model.ts';
import { ink } from './ink.ts';

/** Marks are shapes, not characters: a word stands beside each, and without colour they still differ. */
export function drawMark(doc: PDFKit.PDFDocument, mark: MarkShape, x: number, y: number, size: number): void {
  const s = size / 16;
  const at = (dx: number, dy: number): [number, number] => [x + dx * s, y + dy * s];
  doc.save().lineJoin('round').lineCap('round');
  switch (mark) {
    case 'pass':
    case 'ready':
      doc.circle(...at(8, 8), 7.4 * s).fill(ink.pass);
      check(doc, at, s, ink.white);
      break;
    case 'weak':
      doc
        .circle(...at(8, 8), 6.9 * s)
        .lineWidth(1.1 * s)
        .stroke(ink.pass);
      check(doc, at, s, ink.pass);
      break;
    case 'fail':
      doc.rect(...at(0.8, 0.8), 14.4 * s, 14.4 * s).fill(ink.fail);
      doc
        .lineWidth(2 * s)
        .moveTo(...at(4.6, 4.6))
        .lineTo(...at(11.4, 11.4))
        .stroke(ink.white);
      doc
        .moveTo(...at(11.4, 4.6))
        .lineTo(...at(4.6, 11.4))
        .stroke(ink.white);
      break;
    case 'inconclusive':
      doc
        .lineWidth(1.2 * s)
        .polygon(at(8, 0.6), at(15.4, 8), at(8, 15.4), at(0.6, 8))
        .stroke(ink.text);
      doc
        .lineWidth(1.3 * s)
        .path(
          `M${at(6, 6.3).join(' ')} C${at(6, 3.6).join(' ')} ${at(10, 3.6).join(' ')} ${at(10, 6.3).join(' ')} C${at(10, 8).join(' ')} ${at(8, 7.8).join(' ')} ${at(8, 9.6).join(' ')}`,
        )
        .stroke(ink.text);
      doc.circle(...at(8, 11.9), 0.9 * s).fill(ink.text);
      break;
    case 'attested':
      doc
        .lineWidth(1.2 * s)
        .roundedRect(...at(1.2, 1.2), 13.6 * s, 13.6 * s, 3 * s)
        .stroke(ink.text);
      for (const [dy, end] of [
        [5, 12],
        [8, 12],
        [11, 9.4],
      ] as const) {
        doc
          .lineWidth(1.3 * s)
          .moveTo(...at(4, dy))
          .lineTo(...at(end, dy))
          .stroke(ink.text);
      }
      break;
    case 'waived':
      doc
        .lineWidth(1.2 * s)
        .rect(...at(1.2, 1.2), 13.6 * s, 13.6 * s)
        .stroke(ink.text);
      doc
        .lineWidth(1.3 * s)
        .moveTo(...at(1.6, 14.4))
        .lineTo(...at(14.4, 1.6))
        .stroke(ink.text);
      break;
    case 'exceptions':
      doc
        .lineWidth(1.4 * s)
        .polygon(at(8, 1), at(15.4, 14.6), at(0.6, 14.6))
        .stroke(ink.text);
      doc
        .lineWidth(2 * s)
        .moveTo(...at(8, 5.6))
        .lineTo(...at(8, 9.6))
        .stroke(ink.text);
      doc.circle(...at(8, 12.2), 1.1 * s).fill(ink.text);
      break;
    default:
      assertNever(mark);
  }
  doc.restore();
}

function check(
  doc: PDFKit.PDFDocument,
  at: (x: number, y: number) => [number, number],
  s: number,
  color: string,
): void {
  doc
    .lineWidth(1.9 * s)
    .moveTo(...at(4.5, 8.4))
    .lineTo(...at(7, 10.9))
    .lineTo(...at(11.6, 5.5))
    .stroke(color);
}
