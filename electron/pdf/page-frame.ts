import type { DocumentModel } from '../../shared/documents/model.ts';
import { ink, mm } from './ink.ts';
import { Pen } from './pen.ts';
import type { FacePiece, TypeFaces } from './type-faces.ts';

export type Paper = 'a4' | 'letter';

/** Millimetres. */
export interface PageForm {
  readonly width: number;
  readonly height: number;
  readonly side: number;
  readonly bodyTop: number;
  readonly bodyHeight: number;
  readonly headerTop: number;
  readonly footerEdge: number;
}

export function pageForm(orientation: DocumentModel['orientation'], paper: Paper): PageForm {
  if (orientation === 'landscape') {
    const [width, height] = paper === 'a4' ? [297, 210] : [279.4, 215.9];
    return {
      width,
      height,
      side: 12,
      bodyTop: 19.5,
      bodyHeight: height - 19.5 - 14.5,
      headerTop: 8.5,
      footerEdge: 6.5,
    };
  }
  const [width, height] = paper === 'a4' ? [210, 297] : [215.9, 279.4];
  return {
    width,
    height,
    side: 16,
    bodyTop: 24,
    bodyHeight: height - 24 - 18,
    headerTop: 9,
    footerEdge: 7.5,
  };
}

/** Header and footer lines and the watermark: the same on every page, and decoration for assistive software. */
export function drawPageFrame(
  doc: PDFKit.PDFDocument,
  faces: TypeFaces,
  model: DocumentModel,
  form: PageForm,
  page: { readonly number: number; readonly count: number },
): void {
  const left = form.side * mm;
  const right = (form.width - form.side) * mm;
  doc.markContent('Artifact', { type: 'Pagination' });
  if (model.watermark !== null) drawWatermark(doc, model.watermark, form);
  const print = new FramePrinter(doc, faces);
  const ruleY = (form.headerTop + 8) * mm;
  print.rule(left, right, ruleY, 0.8, ink.text);
  const baseline = ruleY - 1.4 * mm - 2;
  const status = faces.split(model.header.status, 'bold');
  const statusX = right - widthOf(faces, status, 7.5);
  let x = print.text(faces.split(model.header.name, 'bold'), left, baseline, 9, ink.text) + 5 * mm;
  if (model.header.detail !== null) {
    x = print.text(faces.split(model.header.detail, 'regular'), x, baseline, 7.5, ink.text) + 5 * mm;
  }
  const middle = shorten(faces, model.header.middle, statusX - 5 * mm - x);
  print.text(middle, x, baseline, 7.5, ink.secondary);
  print.text(status, statusX, baseline, 7.5, ink.text);
  drawFooter(print, faces, model, form, page);
  print.finish();
  doc.endMarkedContent();
}

function drawFooter(
  print: FramePrinter,
  faces: TypeFaces,
  model: DocumentModel,
  form: PageForm,
  page: { readonly number: number; readonly count: number },
): void {
  const left = form.side * mm;
  const right = (form.width - form.side) * mm;
  const top = (form.height - form.footerEdge - 6.5) * mm;
  print.rule(left, right, top, 0.4, ink.hair);
  const baseline = top + 1.2 * mm + 6.6;
  print.text(faces.split(model.footer.left, 'regular'), left, baseline, 6.8, ink.secondary);
  const middle = faces.split(model.footer.middle, 'regular');
  const middleX = (left + right - widthOf(faces, middle, 6.8)) / 2 + 15 * mm;
  print.text(middle, middleX, baseline, 6.8, ink.secondary);
  const number = faces.split(
    (model.pageNumber ?? 'Page {page} of {count}')
      .replace('{page}', `${page.number}`)
      .replace('{count}', `${page.count}`),
    'bold',
  );
  print.text(number, right - widthOf(faces, number, 7.5), baseline, 7.5, ink.text);
}

class FramePrinter {
  readonly #pen: Pen;
  readonly #faces: TypeFaces;

  constructor(doc: PDFKit.PDFDocument, faces: TypeFaces) {
    this.#pen = new Pen(doc, faces);
    this.#faces = faces;
  }

  rule(from: number, to: number, y: number, width: number, color: string): void {
    this.#pen.stroke(`${from.toFixed(2)} ${y.toFixed(2)} m ${to.toFixed(2)} ${y.toFixed(2)} l`, color, width);
  }

  /** Returns where the text ends. */
  text(pieces: readonly FacePiece[], start: number, baseline: number, size: number, color: string): number {
    let x = start;
    for (const piece of pieces) {
      this.#pen.text({ ...piece, size, color }, x, baseline);
      x += this.#faces.width(piece, size);
    }
    return x;
  }

  finish(): void {
    this.#pen.flush();
  }
}

function widthOf(faces: TypeFaces, pieces: readonly FacePiece[], size: number): number {
  return pieces.reduce((sum, piece) => sum + faces.width(piece, size), 0);
}

/** The one text that may be cut: site and customer in the header line. */
function shorten(faces: TypeFaces, text: string, room: number): readonly FacePiece[] {
  const whole = faces.split(text.replace(/\s+/g, ' '), 'regular');
  if (widthOf(faces, whole, 7.5) <= room) return whole;
  const characters = Array.from(text.replace(/\s+/g, ' '));
  while (characters.length > 0) {
    characters.pop();
    const pieces = faces.split(`${characters.join('')}…`, 'regular');
    if (widthOf(faces, pieces, 7.5) <= room) return pieces;
  }
  return [];
}

/** Outline letters under the text: the page stays readable, and a copy still shows them. */
function drawWatermark(doc: PDFKit.PDFDocument, text: string, form: PageForm): void {
  const [width, height] = [form.width * mm, form.height * mm];
  const rising = form.width > form.height ? 28 : 50;
  const room =
    Math.min(
      (width - 2 * form.side * mm) / Math.cos((rising * Math.PI) / 180),
      (form.bodyHeight * mm) / Math.sin((rising * Math.PI) / 180),
    ) * 0.86;
  doc.font('bold', 100);
  const size = Math.min(190, (100 * room) / doc.widthOfString(text));
  doc.font('bold', size);
  const own = doc.widthOfString(text);
  doc.save();
  doc.rotate(-rising, { origin: [width / 2, height / 2] });
  doc
    .lineWidth(0.5 * mm)
    .strokeColor(ink.watermark)
    .text(text, (width - own) / 2, height / 2 + size * 0.36, {
      lineBreak: false,
      baseline: 'alphabetic',
      stroke: true,
      fill: false,
    });
  doc.restore();
}
