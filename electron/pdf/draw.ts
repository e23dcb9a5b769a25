import { assertNever } from '../../shared/lib/assert-never.ts';
import { drawMark } from './draw-mark.ts';
import type { FormWriter } from './form-fields.ts';
import { ink, mm } from './ink.ts';
import type { Op, TagNode } from './ops.ts';

/** Marked content of each tag, in the order in which it was drawn. */
export type TagContents = Map<TagNode, PDFKit.PDFStructureContent[]>;

export interface Canvas {
  readonly doc: PDFKit.PDFDocument;
  readonly contents: TagContents;
  readonly form: FormWriter;
}

/** Draws operations at an offset; neighbours with one tag share one marked content. */
export function drawOps(canvas: Canvas, ops: readonly Op[], dx: number, dy: number): void {
  const { doc, contents } = canvas;
  let open: TagNode | null | undefined;
  for (const op of ops) {
    if (op.kind === 'anchor') continue;
    if (op.tag !== open) {
      if (open !== undefined) doc.endMarkedContent();
      open = op.tag;
      if (open === null) doc.markContent('Artifact', { type: 'Layout' });
      else {
        const content = doc.markStructureContent(open.type);
        const known = contents.get(open);
        if (known === undefined) contents.set(open, [content]);
        else known.push(content);
      }
    }
    drawOp(canvas, op, dx, dy);
  }
  if (open !== undefined) doc.endMarkedContent();
}

function drawOp(canvas: Canvas, op: Exclude<Op, { kind: 'anchor' }>, dx: number, dy: number): void {
  const { doc } = canvas;
  const x = op.x + dx;
  const y = op.y + dy;
  switch (op.kind) {
    case 'text':
      drawText(doc, op, x, y);
      break;
    case 'line':
      drawLine(doc, op, dx, dy);
      break;
    case 'rect':
      drawRect(doc, op, x, y);
      break;
    case 'mark':
      drawMark(doc, op.mark, x, y, op.size);
      break;
    case 'field':
      drawFieldBox(doc, op, x, y);
      canvas.form.addField(op.field, { x, y, w: op.w, h: op.h }, op.tag);
      break;
    case 'check-box':
      doc.save().rect(x, y, op.size, op.size).lineWidth(0.6).fillAndStroke(ink.field, ink.text).restore();
      canvas.form.addCheckBox(op.box, { x, y, w: op.size, h: op.size }, op.tag);
      break;
    default:
      assertNever(op);
  }
}

function drawText(doc: PDFKit.PDFDocument, op: Extract<Op, { kind: 'text' }>, x: number, y: number): void {
  if (op.turned === true) {
    doc.save().rotate(-90, { origin: [x, y] });
  }
  doc
    .font(op.face, op.size)
    .fillColor(op.color)
    .text(op.text, x, y, { lineBreak: false, baseline: 'alphabetic' });
  if (op.turned === true) doc.restore();
}

function drawLine(doc: PDFKit.PDFDocument, op: Extract<Op, { kind: 'line' }>, dx: number, dy: number): void {
  const [x, y, x2, y2] = [op.x + dx, op.y + dy, op.x2 + dx, op.y2 + dy];
  doc.save().lineWidth(op.width);
  if (op.dash !== undefined) doc.dash(op.dash[0], { space: op.dash[1] });
  doc.moveTo(x, y).lineTo(x2, y2).stroke(op.color);
  doc.restore();
  if (op.arrow !== true) return;
  const back = x2 > x ? -1 : 1;
  doc
    .save()
    .polygon([x2, y2], [x2 + back * 3.1 * mm, y2 - 1.25 * mm], [x2 + back * 3.1 * mm, y2 + 1.25 * mm])
    .fill(op.color)
    .restore();
}

function drawRect(doc: PDFKit.PDFDocument, op: Extract<Op, { kind: 'rect' }>, x: number, y: number): void {
  doc.save();
  if (op.dash !== undefined) doc.dash(op.dash[0], { space: op.dash[1] });
  if (op.width !== undefined) doc.lineWidth(op.width);
  if (op.radius === undefined) doc.rect(x, y, op.w, op.h);
  else doc.roundedRect(x, y, op.w, op.h, op.radius);
  if (op.fill !== undefined && op.stroke !== undefined) doc.fillAndStroke(op.fill, op.stroke);
  else if (op.fill !== undefined) doc.fill(op.fill);
  else doc.stroke(op.stroke ?? ink.text);
  doc.restore();
}

function drawFieldBox(
  doc: PDFKit.PDFDocument,
  op: Extract<Op, { kind: 'field' }>,
  x: number,
  y: number,
): void {
  const { field, w, h } = op;
  doc.save();
  if (field.look === 'missing') {
    doc.rect(x, y, w, h).lineWidth(0.9).dash(2.4, { space: 1.6 }).fillAndStroke(ink.white, ink.text);
  } else if (field.look === 'signature') {
    doc.rect(x, y, w, h).lineWidth(0.7).fillAndStroke(ink.white, ink.text);
    doc
      .lineWidth(0.4)
      .moveTo(x + 3 * mm, y + h - 4 * mm)
      .lineTo(x + w - 3 * mm, y + h - 4 * mm)
      .stroke(ink.hair);
    doc
      .font('regular', 6)
      .fillColor(ink.secondary)
      .text('Digital or hand-written signature', x + 3 * mm, y + h - 1.4 * mm, {
        lineBreak: false,
        baseline: 'alphabetic',
      });
  } else {
    doc.rect(x, y, w, h).lineWidth(0.5).fillAndStroke(ink.field, ink.fieldLine);
  }
  doc.restore();
  if (field.required)
    doc
      .save()
      .lineWidth(1.6)
      .moveTo(x + 0.8, y)
      .lineTo(x + 0.8, y + h)
      .stroke(ink.text)
      .restore();
}
