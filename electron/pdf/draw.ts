import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Field } from '../../shared/documents/model.ts';
import { drawMark } from './draw-mark.ts';
import type { FormWriter } from './form-fields.ts';
import { ink, mm } from './ink.ts';
import { pdfNumber as n } from './object-streams.ts';
import { markDrawn, type Op, type PageTags, type TagNode } from './ops.ts';
import { Pen } from './pen.ts';
import { internalsOf } from './pdfkit-internals.ts';
import type { TypeFaces } from './type-faces.ts';

export interface Canvas {
  readonly doc: PDFKit.PDFDocument;
  readonly faces: TypeFaces;
  readonly form: FormWriter;
  /** Below the line for a signature. */
  readonly signatureCaption: string;
  /** Of the page that is drawn on. */
  readonly tags: PageTags;
}

/** Draws operations at an offset onto the document's page; neighbours with one tag share one marked content. */
export function drawOps(canvas: Canvas, ops: readonly Op[], dx: number, dy: number): void {
  const pen = new Pen(canvas.doc, canvas.faces);
  new OpDrawer(canvas, pen).all(ops, dx, dy, false);
  pen.flush();
}

type Drawn = Exclude<Op, { kind: 'anchor' | 'group' }>;

class OpDrawer {
  readonly #canvas: Canvas;
  readonly #pen: Pen;
  #open: TagNode | null | undefined;

  constructor(canvas: Canvas, pen: Pen) {
    this.#canvas = canvas;
    this.#pen = pen;
  }

  all(ops: readonly Op[], dx: number, dy: number, repeated: boolean): void {
    this.#group(ops, dx, dy, repeated);
    if (this.#open !== undefined) this.#pen.write('EMC');
  }

  #group(ops: readonly Op[], dx: number, dy: number, repeated: boolean): void {
    for (const op of ops) {
      if (op.kind === 'anchor') continue;
      if (op.kind === 'group') {
        this.#group(op.ops, dx + op.x, dy + op.y, repeated || op.repeated);
        continue;
      }
      this.#mark(repeated ? null : op.tag);
      this.#draw(op, dx, dy);
    }
  }

  #mark(tag: TagNode | null): void {
    if (tag === this.#open) return;
    if (this.#open !== undefined) this.#pen.write('EMC');
    this.#open = tag;
    if (tag === null) {
      this.#pen.write('/Artifact <</Type/Layout>> BDC');
      return;
    }
    const page = this.#canvas.tags;
    const mcid = page.elements.push(null) - 1;
    markDrawn(tag, { kind: 'content', page, mcid });
    this.#pen.write(`/${tag.type} <</MCID ${mcid}>> BDC`);
  }

  #draw(op: Drawn, dx: number, dy: number): void {
    const pen = this.#pen;
    const x = op.x + dx;
    const y = op.y + dy;
    switch (op.kind) {
      case 'text':
        pen.text(op, x, y);
        break;
      case 'line':
        drawLine(pen, op, dx, dy);
        break;
      case 'rect':
        pen.rect(x, y, op.w, op.h, op);
        break;
      case 'rects':
        pen.fill(
          op.rects.map((rect) => `${n(x + rect.x)} ${n(y + rect.y)} ${n(rect.w)} ${n(rect.h)} re`).join(' '),
          op.fill,
        );
        break;
      case 'mark':
        pen.flush();
        drawMark(this.#canvas.doc, op.mark, x, y, op.size);
        break;
      case 'field':
        drawFieldBox(pen, this.#canvas, op.field, x, y, op.w, op.h);
        this.#canvas.form.addField(this.#canvas.tags, op.field, { x, y, w: op.w, h: op.h }, op.tag);
        break;
      case 'check-box':
        pen.rect(x, y, op.size, op.size, { fill: ink.field, stroke: ink.text, width: 0.6 });
        this.#canvas.form.addCheckBox(this.#canvas.tags, op.box, { x, y, w: op.size, h: op.size }, op.tag);
        break;
      default:
        assertNever(op);
    }
  }
}

function drawLine(pen: Pen, op: Extract<Op, { kind: 'line' }>, dx: number, dy: number): void {
  const [x, y, x2, y2] = [op.x + dx, op.y + dy, op.x2 + dx, op.y2 + dy];
  pen.stroke(`${n(x)} ${n(y)} m ${n(x2)} ${n(y2)} l`, op.color, op.width, op.dash);
  if (op.arrow !== true) return;
  const back = x2 > x ? -1 : 1;
  const tail = x2 + back * 3.1 * mm;
  pen.fill(
    `${n(x2)} ${n(y2)} m ${n(tail)} ${n(y2 - 1.25 * mm)} l ${n(tail)} ${n(y2 + 1.25 * mm)} l h`,
    op.color,
  );
}

function drawFieldBox(
  pen: Pen,
  { form, faces, signatureCaption }: Canvas,
  field: Field,
  x: number,
  y: number,
  w: number,
  h: number,
): void {
  if (field.look === 'missing') {
    pen.rect(x, y, w, h, { fill: ink.white, stroke: ink.text, width: 0.9, dash: [2.4, 1.6] });
  } else if (field.look === 'signature') {
    pen.rect(x, y, w, h, { fill: ink.white, stroke: ink.text, width: 0.7 });
    // What it shows then is the appearance of the field itself.
    if (form.willBeSigned(field)) return;
    const line = y + h - 4 * mm;
    pen.stroke(`${n(x + 3 * mm)} ${n(line)} m ${n(x + w - 3 * mm)} ${n(line)} l`, ink.hair, 0.4);
    let captionX = x + 3 * mm;
    for (const piece of faces.split(signatureCaption, 'regular')) {
      pen.text({ ...piece, size: 6, color: ink.secondary }, captionX, y + h - 1.4 * mm);
      captionX += faces.width(piece, 6);
    }
  } else {
    pen.rect(x, y, w, h, { fill: ink.field, stroke: ink.fieldLine, width: 0.5 });
  }
  if (field.required) pen.stroke(`${n(x + 0.8)} ${n(y)} m ${n(x + 0.8)} ${n(y + h)} l`, ink.text, 1.6);
}

/** The tags of the page that the document is at; `key`: its place in the parent tree. */
export function tagPage(doc: PDFKit.PDFDocument, key: number): PageTags {
  const { dictionary } = internalsOf(doc).page;
  dictionary.data['StructParents'] = key;
  return { page: dictionary, key, elements: [] };
}
