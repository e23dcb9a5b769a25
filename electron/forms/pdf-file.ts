import { inflateSync } from 'node:zlib';
import { withoutHalves } from '../../shared/lib/half-characters.ts';
import {
  PdfFault,
  PdfReader,
  type PdfDictionary,
  type PdfStream,
  type PdfString,
  type PdfValue,
} from './pdf-objects.ts';
import { PdfWork } from './pdf-work.ts';

const limits = {
  objects: 1_000_000,
  sections: 200,
  /** Parts that lead to each other before anything of them is known. */
  depth: 100,
} as const;

type Place =
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'packed'; readonly stream: number; readonly index: number };

/** An object stream: its bytes, and where each of its objects begins. */
interface Packed {
  readonly bytes: Buffer;
  readonly offsets: readonly number[];
}

/** A PDF whose objects are read as a viewer reads them: by the newest table, through every update that it was given. */
export class PdfFile {
  readonly trailer: ReadonlyMap<string, PdfValue>;
  /** How often it was saved by adding to its end. */
  readonly updates: number;
  private readonly bytes: Buffer;
  private readonly places = new Map<number, Place>();
  private readonly objects = new Map<number, PdfValue>();
  private readonly packed = new Map<number, Packed>();
  private readonly beingRead = new Set<number>();
  /** What is done for it. */
  readonly work: PdfWork;

  /** @throws PdfFault */
  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.work = new PdfWork(bytes.byteLength);
    if (!this.bytes.subarray(0, 1024).includes('%PDF-')) throw new PdfFault('It is no PDF.');
    const trailers = this.readTables();
    const [newest] = trailers;
    if (newest === undefined) throw new PdfFault('It has no table of its parts.');
    this.trailer = newest;
    this.updates = trailers.length - 1;
    if (this.trailer.has('Encrypt')) throw new PdfFault('It is encrypted.');
  }

  /** Reads values of this file, or of what was unpacked from it: what is read is counted. */
  readerOf(bytes: Buffer, at = 0): PdfReader {
    return new PdfReader(bytes, at, this.work);
  }

  /** The value itself, when it is a reference to one. */
  resolve(value: PdfValue | undefined): PdfValue {
    let now: PdfValue = value ?? null;
    for (let steps = 0; isKind(now, 'reference'); steps++) {
      if (steps > 20) throw new PdfFault('Its references lead in a circle.');
      now = this.object(now.number);
    }
    return now;
  }

  /** The entries of a dictionary or stream; empty when it is none. */
  entriesOf(value: PdfValue | undefined): ReadonlyMap<string, PdfValue> {
    this.work.spend(1);
    const found = this.resolve(value);
    return isKind(found, 'dictionary') || isKind(found, 'stream') ? found.entries : new Map();
  }

  listOf(value: PdfValue | undefined): readonly PdfValue[] {
    const found = this.resolve(value);
    if (!Array.isArray(found)) return [];
    this.work.spend(found.length);
    return found as readonly PdfValue[];
  }

  nameOf(value: PdfValue | undefined): string | null {
    const found = this.resolve(value);
    return isKind(found, 'name') ? found.name : null;
  }

  numberOf(value: PdfValue | undefined): number | null {
    const found = this.resolve(value);
    return typeof found === 'number' ? found : null;
  }

  /** Bytes of a stream, unpacked; null: packed in a way that documents of ours never use. */
  unpack(stream: PdfStream): Buffer | null {
    const filters = this.filtersOf(stream);
    if (filters.length === 0) return this.count(stream.packed);
    const [filter] = filters;
    if (filters.length > 1 || filter !== 'FlateDecode') return null;
    const parameters = this.listOf(stream.entries.get('DecodeParms'))[0] ?? stream.entries.get('DecodeParms');
    return unpredicted(this.inflate(stream.packed), (key) =>
      this.numberOf(this.entriesOf(parameters).get(key)),
    );
  }

  private filtersOf({ entries }: PdfStream): readonly (string | null)[] {
    const filter = this.resolve(entries.get('Filter') ?? entries.get('F'));
    if (filter === null) return [];
    return Array.isArray(filter)
      ? (filter as readonly PdfValue[]).map((one) => this.nameOf(one))
      : [this.nameOf(filter)];
  }

  private inflate(bytes: Buffer): Buffer {
    if (bytes.length === 0) return bytes;
    const left = this.work.unpackable;
    let unpacked: Buffer;
    try {
      unpacked = inflateSync(bytes, { maxOutputLength: Math.max(left, 1) });
    } catch (error) {
      if (error instanceof RangeError) this.work.unpack(left + 1);
      throw new PdfFault('A packed part of it is damaged.');
    }
    return this.count(unpacked);
  }

  private count(bytes: Buffer): Buffer {
    this.work.unpack(bytes.length);
    return bytes;
  }

  private object(number: number): PdfValue {
    const known = this.objects.get(number);
    if (known !== undefined) return known;
    const place = this.places.get(number);
    if (place === undefined) return null;
    if (this.beingRead.has(number)) throw new PdfFault('A part of it contains itself.');
    if (this.beingRead.size >= limits.depth) throw new PdfFault('Its parts lead to each other too often.');
    this.beingRead.add(number);
    try {
      const value =
        place.kind === 'offset'
          ? this.objectAt(place.offset, number)
          : this.packedObject(place.stream, place.index);
      this.objects.set(number, value);
      return value;
    } finally {
      this.beingRead.delete(number);
    }
  }

  private objectAt(offset: number, number: number | null): PdfValue {
    const reader = this.readerOf(this.bytes, offset);
    const found = reader.takeCount();
    if (found === null || (number !== null && found !== number) || reader.takeCount() === null)
      throw new PdfFault('Its table leads to the wrong places.');
    if (!reader.takeWord('obj')) throw new PdfFault('Its table leads to the wrong places.');
    const value = reader.value();
    this.work.read(reader.at - offset);
    if (!isKind(value, 'dictionary') || !reader.takeWord('stream')) return value;
    if (this.bytes[reader.at] === 13) reader.at++;
    if (this.bytes[reader.at] === 10) reader.at++;
    return { kind: 'stream', entries: value.entries, packed: this.streamBytes(value, reader.at) };
  }

  private streamBytes({ entries }: PdfDictionary, start: number): Buffer {
    const length = this.numberOf(entries.get('Length')) ?? -1;
    const end = start + length;
    if (length >= 0 && end <= this.bytes.length) {
      const rest = this.readerOf(this.bytes, end);
      if (rest.takeWord('endstream')) return this.bytes.subarray(start, end);
    }
    const found = this.bytes.indexOf('endstream', start, 'latin1');
    if (found < 0) throw new PdfFault('It is cut off.');
    this.work.read(found - start);
    return this.bytes.subarray(start, found);
  }

  private packedObject(number: number, index: number): PdfValue {
    const { bytes, offsets } = this.packedIn(number);
    const offset = offsets[index];
    if (offset === undefined) return null;
    const reader = this.readerOf(bytes, offset);
    const value = reader.value();
    this.work.read(reader.at - offset);
    return value;
  }

  /** What lies in an object stream, and where in it each object begins. */
  private packedIn(number: number): Packed {
    const known = this.packed.get(number);
    if (known !== undefined) return known;
    const stream = this.object(number);
    const bytes = isKind(stream, 'stream') ? this.unpack(stream) : null;
    if (bytes === null || !isKind(stream, 'stream')) throw new PdfFault('A packed part of it is damaged.');
    const count = this.numberOf(stream.entries.get('N')) ?? 0;
    const first = this.numberOf(stream.entries.get('First')) ?? 0;
    const head = this.readerOf(bytes);
    const offsets: number[] = [];
    for (let index = 0; index < Math.min(count, limits.objects); index++) {
      head.takeCount();
      const offset = head.takeCount();
      if (offset === null) throw new PdfFault('A packed part of it is damaged.');
      offsets.push(first + offset);
      this.work.spend(1);
    }
    const packed = { bytes, offsets };
    this.packed.set(number, packed);
    return packed;
  }

  /** Reads the newest table and every one before it; what a newer one says of an object holds. */
  private readTables(): ReadonlyMap<string, PdfValue>[] {
    const mark = this.bytes.lastIndexOf('startxref', undefined, 'latin1');
    const newest = mark < 0 ? null : this.readerOf(this.bytes, mark + 'startxref'.length).takeCount();
    if (newest === null) throw new PdfFault('It is cut off: its end is missing.');
    const trailers: ReadonlyMap<string, PdfValue>[] = [];
    const seen = new Set<number>();
    for (let at: number | null = newest; at !== null && !seen.has(at);) {
      if (seen.size > limits.sections) throw new PdfFault('It was saved too often.');
      seen.add(at);
      const trailer = this.readTable(at);
      trailers.push(trailer);
      const hybrid = trailer.get('XRefStm');
      if (typeof hybrid === 'number' && !seen.has(hybrid)) {
        seen.add(hybrid);
        this.readTable(hybrid);
      }
      const before = trailer.get('Prev');
      at = typeof before === 'number' ? before : null;
    }
    return trailers;
  }

  private readTable(at: number): ReadonlyMap<string, PdfValue> {
    const reader = this.readerOf(this.bytes, at);
    if (!reader.takeWord('xref')) return this.readTableStream(at);
    for (let start = reader.takeCount(); start !== null; start = reader.takeCount()) {
      const count = reader.takeCount() ?? 0;
      if (count > limits.objects) throw new PdfFault('It has too many parts.');
      for (let index = 0; index < count; index++) {
        const offset = reader.takeCount();
        const generation = reader.takeCount();
        if (offset === null || generation === null) throw new PdfFault('Its table is damaged.');
        if (reader.takeWord('n')) this.place(start + index, { kind: 'offset', offset });
        else if (reader.takeWord('f')) this.place(start + index, null);
        else throw new PdfFault('Its table is damaged.');
      }
    }
    const trailer = reader.takeWord('trailer') ? reader.value() : null;
    this.work.read(reader.at - at);
    if (!isKind(trailer, 'dictionary')) throw new PdfFault('Its table has no end.');
    return trailer.entries;
  }

  private readonly freed = new Set<number>();

  /** The first word on an object is the newest. */
  private place(number: number, place: Place | null): void {
    if (this.places.has(number) || this.freed.has(number)) return;
    if (this.places.size + this.freed.size > limits.objects) throw new PdfFault('It has too many parts.');
    if (place === null) this.freed.add(number);
    else this.places.set(number, place);
  }

  private readTableStream(at: number): ReadonlyMap<string, PdfValue> {
    const stream = this.objectAt(at, null);
    if (!isKind(stream, 'stream') || this.nameOf(stream.entries.get('Type')) !== 'XRef')
      throw new PdfFault('Its end leads to no table.');
    const bytes = this.unpack(stream);
    const widths = this.listOf(stream.entries.get('W')).map((width) => Number(width));
    const [a = 0, b = 0, c = 0] = widths;
    const row = a + b + c;
    if (
      bytes === null ||
      widths.length !== 3 ||
      [a, b, c].some((width) => !(width >= 0 && width <= 8)) ||
      !(row >= 1)
    )
      throw new PdfFault('Its table is damaged.');
    const size = this.numberOf(stream.entries.get('Size')) ?? 0;
    const index = this.listOf(stream.entries.get('Index')).map(Number);
    const sections = index.length === 0 ? [0, size] : index;
    let from = 0;
    const take = (width: number): number => {
      let value = 0;
      for (let end = from + width; from < end; from++) value = value * 256 + (bytes[from] ?? 0);
      return value;
    };
    for (let section = 0; section + 1 < sections.length; section += 2) {
      const start = sections[section] ?? 0;
      for (let each = 0; each < (sections[section + 1] ?? 0) && from + row <= bytes.length; each++) {
        this.work.spend(1);
        const kind = a === 0 ? 1 : take(a);
        const second = take(b);
        const third = take(c);
        if (kind === 1) this.place(start + each, { kind: 'offset', offset: second });
        else if (kind === 2) this.place(start + each, { kind: 'packed', stream: second, index: third });
        else this.place(start + each, null);
      }
    }
    return stream.entries;
  }
}

/** Undoes the PNG predictors, with which tables are packed. */
function unpredicted(bytes: Buffer, parameter: (key: string) => number | null): Buffer | null {
  const predictor = parameter('Predictor') ?? 1;
  if (predictor === 1) return bytes;
  const bits = parameter('BitsPerComponent') ?? 8;
  if (predictor < 10 || bits !== 8) return null;
  const pixel = Math.min(Math.max(parameter('Colors') ?? 1, 1), 32);
  const row = Math.min(Math.max(parameter('Columns') ?? 1, 1), 100_000) * pixel;
  const rows = Math.floor(bytes.length / (row + 1));
  const out = Buffer.alloc(rows * row);
  for (let y = 0; y < rows; y++) {
    const filter = bytes[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x++) {
      const left = x < pixel ? 0 : (out[y * row + x - pixel] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * row + x] ?? 0);
      const corner = x < pixel || y === 0 ? 0 : (out[(y - 1) * row + x - pixel] ?? 0);
      out[y * row + x] = (bytes[y * (row + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}

export function isKind<K extends 'name' | 'string' | 'reference' | 'dictionary' | 'stream'>(
  value: PdfValue,
  kind: K,
): value is Extract<PdfValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** Code points that PDFDocEncoding has elsewhere than Latin 1 (ISO 32000-1, D.2). */
const pdfDoc: ReadonlyMap<number, string> = new Map([
  ...Array.from('˘ˇˆ˙˝˛˚˜', (character, index) => [0x18 + index, character] as const),
  ...Array.from('•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž', (character, index) => [0x80 + index, character] as const),
  [0xa0, '€'],
]);

/** More than anybody types. */
const longestText = 1_000_000;

/** A text of a PDF: UTF-16, UTF-8 or PDFDocEncoding. */
export function pdfText(text: PdfString): string {
  return withoutHalves(decoded(text));
}

function decoded(text: PdfString): string {
  const bytes = text.bytes.subarray(0, longestText);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes.subarray(2));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8');
  return [...bytes].map((byte) => pdfDoc.get(byte) ?? String.fromCharCode(byte)).join('');
}

export function utf16(bytes: Buffer): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  // A language may be marked inside, between two escapes.
  return even
    .swap16()
    .toString('utf16le')
    .split('\u001b')
    .filter((_part, index) => index % 2 === 0)
    .join('');
}
