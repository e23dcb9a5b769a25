import { deflateSync } from 'node:zlib';
import { internalsOf } from './pdfkit-internals.ts';

/** An object of the file that others refer to. */
export class IndirectObject {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }

  /** As a reference: `12 0 R`. */
  toString(): string {
    return `${this.id} 0 R`;
  }

  /** pdfkit writes plain objects as dictionaries, others by their toString. */
  get [Symbol.toStringTag](): string {
    return 'IndirectObject';
  }
}

const objectsPerStream = 200;
/** Half the time of the usual level, for a tenth more bytes. */
const fastCompression = 3;

/**
 * The many small objects of a form, written as text into compressed streams. pdfkit keeps each object in memory until the
 * end and writes it plainly: a form of 5,000 lines has a quarter of a million of them.
 */
export class ObjectStreams {
  readonly #doc: PDFKit.PDFDocument;
  /** Where an object went: stream and place in it. */
  readonly #places = new Map<number, { readonly stream: number; readonly index: number }>();
  #waiting: { readonly id: number; readonly text: string }[] = [];

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
  }

  /** A number for an object that is written later. */
  reserve(): IndirectObject {
    const { _offsets: offsets } = internalsOf(this.#doc);
    offsets.push(null);
    return new IndirectObject(offsets.length);
  }

  /** Writes an object; the text is ASCII. */
  put(object: IndirectObject, text: string): void {
    this.#waiting.push({ id: object.id, text });
    if (this.#waiting.length >= objectsPerStream) this.#flush();
  }

  add(text: string): IndirectObject {
    const object = this.reserve();
    this.put(object, text);
    return object;
  }

  /** Writes an object outside of the streams, at once: a signature has to be found and filled in where it lies. */
  putPlainly(object: IndirectObject, text: string): void {
    const inner = internalsOf(this.#doc);
    inner._offsets[object.id - 1] = inner._offset;
    inner._write(`${object.id} 0 obj\n${text}\nendobj`);
  }

  /** Call once, before the document ends. */
  close(): void {
    this.#flush();
    const inner = internalsOf(this.#doc);
    inner._finalize = () => {
      this.#writeReferences();
    };
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    let head = '';
    let body = '';
    // With its filter said, pdfkit writes the bytes as they are.
    const stream = internalsOf(this.#doc).ref({ Filter: 'FlateDecode' });
    for (const [index, { id, text }] of this.#waiting.entries()) {
      head += `${id} ${body.length} `;
      body += `${text}\n`;
      this.#places.set(id, { stream: stream.id, index });
    }
    Object.assign(stream.data, { Type: 'ObjStm', N: this.#waiting.length, First: head.length });
    stream.end(deflateSync(Buffer.from(head + body, 'latin1'), { level: fastCompression }));
    this.#waiting = [];
  }

  /** The end of the file: where each object lies, as a stream, because a table cannot say "inside a stream". */
  #writeReferences(): void {
    const inner = internalsOf(this.#doc);
    const start = inner._offset;
    const own = inner._offsets.length + 1;
    const table = Buffer.alloc((own + 1) * 7);
    table.writeUInt16BE(0xffff, 5);
    for (let id = 1; id <= own; id++) {
      const place = this.#places.get(id);
      table.writeUInt8(place === undefined ? 1 : 2, id * 7);
      table.writeUInt32BE(place?.stream ?? (id === own ? start : (inner._offsets[id - 1] ?? 0)), id * 7 + 1);
      table.writeUInt16BE(place?.index ?? 0, id * 7 + 5);
    }
    const packed = deflateSync(table);
    const fileId = `<${Buffer.from(inner._id).toString('hex')}>`;
    inner._write(
      `${own} 0 obj\n<</Type/XRef/Size ${own + 1}/W[1 4 2]/Root ${String(inner._root)}/Info ${String(inner._info)}/ID[${fileId}${fileId}]/Filter/FlateDecode/Length ${packed.length}>>\nstream`,
    );
    inner._write(packed);
    inner._write(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF`);
    this.#doc.push(null);
  }
}

/** A text string of the file: ASCII as it is, anything else as UTF-16. */
export function pdfText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  return pdfTextInHex(text);
}

/** A text string of the file in which nothing can be mistaken for its syntax. */
export function pdfTextInHex(text: string): string {
  let hex = 'feff';
  for (let i = 0; i < text.length; i++) hex += text.charCodeAt(i).toString(16).padStart(4, '0');
  return `<${hex}>`;
}

/** A number with at most two decimals: a hundredth of a point is less than any printer shows. */
export function pdfNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}
