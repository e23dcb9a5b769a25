import { pdfNumber as n } from './object-streams.ts';
import { internalsOf } from './pdfkit-internals.ts';
import type { Face, TypeFaces } from './type-faces.ts';

interface Outline {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly radius?: number;
  readonly dash?: readonly [number, number];
}

interface PlacedText {
  readonly text: string;
  readonly face: Face;
  readonly size: number;
  readonly color: string;
  readonly turned?: boolean;
}

/**
 * Writes the operators of a page as one text. pdfkit's own calls cost ten times as much: they save and restore the whole
 * state around each stroke. What it draws itself comes between two flushes.
 */
export class Pen {
  readonly #doc: PDFKit.PDFDocument;
  readonly #faces: TypeFaces;
  #operators: string[] = [];
  #fillColor = '';
  #strokeColor = '';
  #lineWidth = -1;
  #dash = '';

  constructor(doc: PDFKit.PDFDocument, faces: TypeFaces) {
    this.#doc = doc;
    this.#faces = faces;
  }

  write(operators: string): void {
    this.#operators.push(operators);
  }

  /** Brings everything onto the page; pdfkit may draw afterwards. */
  flush(): void {
    if (this.#operators.length === 0) return;
    internalsOf(this.#doc).page.write(Buffer.from(`${this.#operators.join('\n')}\n`, 'latin1'));
    this.#operators = [];
    [this.#fillColor, this.#strokeColor, this.#lineWidth, this.#dash] = ['', '', -1, ''];
  }

  stroke(path: string, color: string, width: number, dash?: readonly [number, number]): void {
    this.#setStroke(color, width, dash);
    this.write(`${path} S`);
  }

  fill(path: string, color: string): void {
    this.#setFill(color);
    this.write(`${path} f`);
  }

  rect(x: number, y: number, w: number, h: number, { fill, stroke, width, radius, dash }: Outline): void {
    const path = radius === undefined ? `${n(x)} ${n(y)} ${n(w)} ${n(h)} re` : rounded(x, y, w, h, radius);
    if (fill !== undefined) this.#setFill(fill);
    if (stroke !== undefined) this.#setStroke(stroke, width ?? 1, dash);
    this.write(`${path} ${fill === undefined ? 'S' : stroke === undefined ? 'f' : 'B'}`);
  }

  /** A text from its start on its baseline. */
  text(placed: PlacedText, x: number, y: number): void {
    const { text, face, size, color, turned } = placed;
    if (text === '') return;
    const runs = this.#faces.runs(face);
    const run = runs.run(text);
    if (run === null) {
      this.#shaped(placed, x, y);
      return;
    }
    const { fonts } = internalsOf(this.#doc).page;
    const { id } = runs.font;
    fonts[id] ??= runs.font.ref();
    this.#setFill(color);
    const matrix = turned === true ? '0 -1 -1 0' : '1 0 0 -1';
    this.write(`BT /${id} ${n(size)} Tf ${matrix} ${n(x)} ${n(y)} Tm ${run} TJ ET`);
  }

  #shaped({ text, face, size, color, turned }: PlacedText, x: number, y: number): void {
    this.flush();
    this.#doc.save();
    if (turned === true) this.#doc.rotate(-90, { origin: [x, y] });
    this.#doc
      .font(face, size)
      .fillColor(color)
      .text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
    this.#doc.restore();
  }

  #setFill(color: string): void {
    if (color === this.#fillColor) return;
    this.#fillColor = color;
    this.write(`${components(color)} rg`);
  }

  #setStroke(color: string, width: number, dash: readonly [number, number] | undefined): void {
    if (color !== this.#strokeColor) this.write(`${components(color)} RG`);
    if (width !== this.#lineWidth) this.write(`${n(width)} w`);
    const pattern = dash === undefined ? '[] 0 d' : `[${n(dash[0])} ${n(dash[1])}] 0 d`;
    if (pattern !== this.#dash) this.write(pattern);
    [this.#strokeColor, this.#lineWidth, this.#dash] = [color, width, pattern];
  }
}

const knownColors = new Map<string, string>();

/** `#3d4650` as three shares of one. */
function components(color: string): string {
  const known = knownColors.get(color);
  if (known !== undefined) return known;
  const parts = [1, 3, 5].map((at) =>
    String(Math.round(parseInt(color.slice(at, at + 2), 16) / 0.255) / 1000),
  );
  const text = parts.join(' ');
  knownColors.set(color, text);
  return text;
}

function rounded(x: number, y: number, w: number, h: number, radius: number): string {
  const r = Math.min(radius, w / 2, h / 2);
  const c = r * 0.4477;
  const [right, bottom] = [x + w, y + h];
  const curve = (...at: readonly number[]): string => `${at.map(n).join(' ')} c`;
  return [
    `${n(x + r)} ${n(y)} m ${n(right - r)} ${n(y)} l`,
    curve(right - c, y, right, y + c, right, y + r),
    `${n(right)} ${n(bottom - r)} l`,
    curve(right, bottom - c, right - c, bottom, right - r, bottom),
    `${n(x + r)} ${n(bottom)} l`,
    curve(x + c, bottom, x, bottom - c, x, bottom - r),
    `${n(x)} ${n(y + r)} l`,
    curve(x, y + c, x + c, y, x + r, y),
    'h',
  ].join(' ');
}
