import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { bySize } from '../by-size.ts';
import { placedSignatures } from '../pdf/signature-slot.ts';

/**
 * What may be done for a PDF. A report of up to 50 MB lies in it, which can pack very well: to call it none of ours for that
 * would be to call a good report invalid. One of 5,000 checks unpacks to 6 MB, 19 bytes for each of its own.
 */
const limits = {
  unpackedBytes: { base: 64_000_000, perByte: 60, most: 200_000_000 },
  /** Objects that its table leads to; 2,500 in that report. */
  rows: { base: 200_000, perByte: 2, most: 4_000_000 },
} as const;

const endOfStream = '\nendstream';

/** Numbers that follow from the length of compressed streams, and say nothing themselves. */
function withoutLengths(text: string): string {
  return text.replace(/\/Length \d+/g, '/Length');
}

/** A stream as its reader sees it: unpacked where it is packed. */
function unpacked(dictionary: string, stream: Buffer, most: number): Buffer {
  return /\/Filter\s*\/FlateDecode\b/.test(dictionary)
    ? inflateSync(stream, { maxOutputLength: Math.max(1, most) })
    : stream;
}

interface PdfObject {
  readonly number: number;
  readonly offset: number;
  readonly dictionary: string;
  /** What it carries, unpacked; null: no stream. */
  readonly data: Buffer | null;
  /** Where the next object or the end begins. */
  readonly next: number;
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const search = new RegExp(pattern.source, 'y');
  search.lastIndex = at;
  return search.exec(text);
}

/**
 * Reads the object at a place; null when it is not written as the product writes it.
 *
 * @param most bytes that its stream may unpack to
 */
function readObject(buffer: Buffer, text: string, offset: number, most: number): PdfObject | null {
  const head = sticky(/(\d+) 0 obj\n/, text, offset);
  if (head === null) return null;
  const start = offset + head[0].length;
  const end = text.indexOf('endobj', start);
  if (end < 0) return null;
  let at = end;
  let dictionary = text.slice(start, end);
  let data: Buffer | null = null;
  const stream = dictionary.indexOf('stream\n') + start;
  if (stream >= start) {
    dictionary = text.slice(start, stream);
    const length = Number(/\/Length (\d+)\b/.exec(dictionary)?.[1] ?? '-1');
    const from = stream + 'stream\n'.length;
    if (length < 0 || !text.startsWith(endOfStream, from + length)) return null;
    try {
      data = unpacked(dictionary, buffer.subarray(from, from + length), most);
    } catch {
      // Not packed as it says: then no reader sees what was made.
      return null;
    }
    at = from + length + endOfStream.length;
  }
  const close = sticky(/\s*endobj\n+/, text, at);
  if (close === null) return null;
  return { number: Number(head[1]), offset, dictionary, data, next: at + close[0].length };
}

/** Of one object inside another: a number and a place, each of up to ten digits, with a blank behind it. */
const mostHeadBytes = 22;

/** Bytes of the numbers and places that an object stream begins with; 0 for any other object. */
function headBytes({ dictionary, data }: PdfObject): number {
  if (data === null || !/\/Type\s*\/ObjStm\b/.test(dictionary)) return 0;
  return Math.min(data.length, Number(/\/First (\d+)/.exec(dictionary)?.[1] ?? '0'));
}

/** Numbers of the objects inside an object stream, in order; none for any other object. */
function containedIn(object: PdfObject): number[] {
  const head = headBytes(object);
  if (object.data === null || head === 0) return [];
  const numbers = object.data.toString('latin1', 0, head).trim().split(' ').map(Number);
  return numbers.filter((_, index) => index % 2 === 0);
}

const rowBytes = 7;

/** True when the cross-reference stream leads every reader to exactly these objects, the last of which is itself. */
function leadsToAll(objects: readonly PdfObject[], mostRows: number): boolean {
  const own = objects.at(-1);
  const table = own?.data ?? null;
  if (own === undefined || table === null || !/\/Type\s*\/XRef\b/.test(own.dictionary)) return false;
  if (!own.dictionary.includes('/W[1 4 2]')) return false;
  const rows = table.length / rowBytes;
  const heads = objects.reduce((sum, object) => sum + headBytes(object), 0);
  if (rows > mostRows || heads > rows * mostHeadBytes) return false;
  const offsets = new Map(objects.map(({ number, offset }) => [number, offset]));
  const inside = new Map(
    objects.flatMap((object) =>
      containedIn(object).map((number, index) => [number, { stream: object.number, index }] as const),
    ),
  );
  if (offsets.size !== objects.length || offsets.size + inside.size !== rows - 1) return false;
  return Array.from({ length: rows - 1 }, (_, index) => index + 1).every((number) => {
    const at = number * rowBytes;
    const [kind, value, place] = [table[at], table.readUInt32BE(at + 1), table.readUInt16BE(at + 5)];
    if (kind === 1) return offsets.get(number) === value && place === 0;
    const found = inside.get(number);
    return kind === 2 && found?.stream === value && found.index === place;
  });
}

function digestOf(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
  return hash.digest('hex');
}

/** What an object says without its signature, which differs each time, and the range, which follows from the packing. */
function withoutSignature(dictionary: string): string {
  const [placed] = placedSignatures(dictionary);
  if (placed === undefined) return dictionary;
  const { range, start, end } = placed;
  return `${dictionary.slice(0, range.start)}${dictionary.slice(range.end, start)}${end - start}${dictionary.slice(end)}`;
}

/** The files inside, by name. */
function attachmentsOf(objects: readonly PdfObject[]): ReadonlyMap<string, Buffer> {
  const byNumber = new Map(objects.map((object) => [object.number, object]));
  return new Map(
    objects.flatMap(({ dictionary }) => {
      const mark = dictionary.search(/\/Type \/Filespec\b/);
      const name = mark < 0 ? undefined : /\/F \(([A-Za-z0-9._-]+)\)/.exec(dictionary.slice(mark))?.[1];
      const stream = /\/EF <<\s*\/F (\d+) 0 R/.exec(dictionary)?.[1];
      const data = byNumber.get(Number(stream ?? '-1'))?.data ?? null;
      return name === undefined || data === null ? [] : [[name, data] as const];
    }),
  );
}

/** What a PDF that the product wrote holds. */
export interface PdfContent {
  /** Each object as a digest of what it says: two runtimes pack the same page into different bytes. */
  readonly digests: readonly string[];
  readonly attachments: ReadonlyMap<string, Uint8Array>;
}

/** Reads a PDF. Null when the bytes are not laid out as the product does, or something was added behind the end. */
export function pdfContent(bytes: Uint8Array): PdfContent | null {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('latin1');
  // A number of any length would be looked for from each of its digits: the square of its length.
  const first = text.search(/(?<!\d)\d{1,10} 0 obj\n/);
  if (!text.startsWith('%PDF-') || first < 0) return null;
  const objects: PdfObject[] = [];
  let at = first;
  let left = bySize(limits.unpackedBytes, buffer.length);
  while (!text.startsWith('startxref\n', at)) {
    const object = readObject(buffer, text, at, left);
    left -= object?.data?.length ?? 0;
    if (object === null || left < 0) return null;
    objects.push(object);
    at = object.next;
  }
  const last = objects.at(-1);
  const start = /^startxref\n(\d+)\n%%EOF\s*$/.exec(text.slice(at))?.[1];
  if (
    last === undefined ||
    Number(start) !== last.offset ||
    !leadsToAll(objects, bySize(limits.rows, buffer.length))
  )
    return null;
  const digests = [
    digestOf(text.slice(0, first)),
    ...objects.map((object) => {
      const said = `${object.number} ${withoutLengths(withoutSignature(object.dictionary))}`;
      // Where things lie follows from how they are packed; that it leads to all of them is known.
      return object === last || object.data === null ? digestOf(said) : digestOf(said, object.data);
    }),
  ];
  return { digests, attachments: attachmentsOf(objects) };
}
