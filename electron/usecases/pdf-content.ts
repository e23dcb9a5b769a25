import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

/** More than any report; keeps a stream that unpacks without end from filling the memory. */
const maxStreamBytes = 100_000_000;

const endOfStream = '\nendstream';

/** Numbers that follow from the length of compressed streams, and say nothing themselves. */
function withoutLengths(text: string): string {
  return text.replace(/\/Length \d+/g, '/Length');
}

/** A stream as its reader sees it: unpacked where it is packed. */
function unpacked(dictionary: string, stream: Buffer): Buffer {
  return /\/Filter \/FlateDecode\b/.test(dictionary)
    ? inflateSync(stream, { maxOutputLength: maxStreamBytes })
    : stream;
}

interface PdfObject {
  readonly number: number;
  readonly offset: number;
  readonly digest: string;
  /** Where the next object or the table begins. */
  readonly next: number;
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const search = new RegExp(pattern.source, 'y');
  search.lastIndex = at;
  return search.exec(text);
}

/** Reads the object at a place; null when it is not written as the product writes it. */
function readObject(buffer: Buffer, text: string, offset: number): PdfObject | null {
  const head = sticky(/(\d+) 0 obj\n/, text, offset);
  if (head === null) return null;
  const start = offset + head[0].length;
  const hash = createHash('sha256').update(head[0]);
  const end = text.indexOf('endobj', start);
  const stream = text.indexOf('stream\n', start);
  let at = end;
  if (stream >= 0 && stream < end) {
    const dictionary = text.slice(start, stream);
    const length = Number(/\/Length (\d+)\b/.exec(dictionary)?.[1] ?? '-1');
    const from = stream + 'stream\n'.length;
    if (length < 0 || !text.startsWith(endOfStream, from + length)) return null;
    hash.update(withoutLengths(dictionary), 'latin1');
    try {
      hash.update(unpacked(dictionary, buffer.subarray(from, from + length)));
    } catch {
      // Not packed as it says: then no reader sees what was made.
      return null;
    }
    at = from + length + endOfStream.length;
  } else {
    if (end < 0) return null;
    hash.update(text.slice(start, end), 'latin1');
  }
  const close = sticky(/\s*endobj\n+/, text, at);
  if (close === null) return null;
  return { number: Number(head[1]), offset, digest: hash.digest('hex'), next: at + close[0].length };
}

/** The trailer, when the table in front of it leads every reader to exactly these objects; else null. */
function readTrailer(text: string, at: number, objects: readonly PdfObject[]): string | null {
  const rest =
    /^xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] ?\r?\n)+)trailer\n([\s\S]+)\nstartxref\n(\d+)\n%%EOF\s*$/.exec(
      text.slice(at),
    );
  const [, count = '', table = '', trailer = '', start = ''] = rest ?? [];
  const rows = table.split('\n').filter((row) => row !== '');
  const offsets = new Map(objects.map((object) => [object.number, object.offset]));
  const leads = rows
    .slice(1)
    .every((row, index) => row.slice(17, 18) === 'n' && offsets.get(index + 1) === Number(row.slice(0, 10)));
  const whole = rows.length === objects.length + 1 && offsets.size === objects.length;
  const fits = whole && leads && Number(count) === rows.length && Number(start) === at;
  return rest === null || !fits || trailer.includes('%%EOF') ? null : trailer;
}

/**
 * The objects of a PDF that the product wrote, each as a digest of what it says: two runtimes pack the same page into
 * different bytes. Null when the bytes are not laid out as the product does, or something was added behind the end.
 */
export function pdfContent(bytes: Uint8Array): readonly string[] | null {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('latin1');
  const first = text.search(/\d+ 0 obj\n/);
  if (!text.startsWith('%PDF-') || first < 0) return null;
  const objects: PdfObject[] = [];
  let at = first;
  while (!text.startsWith('xref\n', at)) {
    const object = readObject(buffer, text, at);
    if (object === null) return null;
    objects.push(object);
    at = object.next;
  }
  const trailer = readTrailer(text, at, objects);
  if (trailer === null) return null;
  const ends = [text.slice(0, first), trailer].map((part) =>
    createHash('sha256').update(part, 'latin1').digest('hex'),
  );
  return [...objects.map((object) => object.digest), ...ends];
}
