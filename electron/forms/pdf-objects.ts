/** The values that a PDF is made of (ISO 32000-1, 7.3). A name is a symbol of its own, so that it is never taken for a text. */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfReference
  | PdfStream
  | PdfDictionary
  | readonly PdfValue[];

export interface PdfName {
  readonly kind: 'name';
  readonly name: string;
}
export interface PdfString {
  readonly kind: 'string';
  readonly bytes: Buffer;
}
export interface PdfReference {
  readonly kind: 'reference';
  readonly number: number;
}
export interface PdfDictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PdfValue>;
}
export interface PdfStream {
  readonly kind: 'stream';
  readonly entries: ReadonlyMap<string, PdfValue>;
  /** As it stands in the file: packed. */
  readonly packed: Buffer;
}

/** The file is not what it should be: which cure helps is decided by who reads it. */
export class PdfFault extends Error {}

const white = new Set([0, 9, 10, 12, 13, 32]);
const delimiters = new Set(Array.from('()<>[]{}/%', (character) => character.charCodeAt(0)));

/** No document of ours comes near: a hostile one must not overflow the stack. */
const deepest = 60;

/** ISO 32000-1 (C.2) names 127. */
const longestName = 10_000;

/** Counts values as they are read, and throws when there are too many. */
interface ValueCount {
  value(): void;
}

function code(character: string): number {
  return character.charCodeAt(0);
}

function hexValue(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** An operator of a page's content, e.g. `Tj`. */
export interface PdfOperator {
  readonly kind: 'operator';
  readonly name: string;
}

/** Reads values one after the other. */
export class PdfReader {
  at: number;
  readonly bytes: Buffer;
  private readonly count: ValueCount;

  constructor(bytes: Buffer, at: number, count: ValueCount) {
    this.bytes = bytes;
    this.at = at;
    this.count = count;
  }

  /** Whether anything follows. */
  more(): boolean {
    this.skipWhite();
    return !this.atEnd;
  }

  private get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  private skipWhite(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) return;
      if (byte === code('%')) {
        while (!this.atEnd && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at++;
      } else if (white.has(byte)) this.at++;
      else return;
    }
  }

  /** Takes a word that stands here; false: another one does. */
  takeWord(word: string): boolean {
    this.skipWhite();
    const end = this.at + word.length;
    if (this.bytes.toString('latin1', this.at, end) !== word) return false;
    this.at = end;
    return true;
  }

  /** A whole number without sign; null: none stands here. */
  takeCount(): number | null {
    this.skipWhite();
    const start = this.at;
    while (this.isDigit(this.at)) this.at++;
    if (this.at === start || this.at - start > 10) {
      this.at = start;
      return null;
    }
    return Number(this.bytes.toString('latin1', start, this.at));
  }

  private isDigit(at: number): boolean {
    const byte = this.bytes[at] ?? 0;
    return byte >= 48 && byte <= 57;
  }

  /** The value that stands here. */
  value(depth = 0): PdfValue {
    const found = this.token(depth);
    if (typeof found === 'object' && found !== null && 'kind' in found && found.kind === 'operator')
      throw new PdfFault(`"${found.name.slice(0, 20)}" stands where a value should.`);
    return found;
  }

  /** The value or operator that stands here. */
  token(depth = 0): PdfValue | PdfOperator {
    if (depth > deepest) throw new PdfFault('Its values are nested too deeply.');
    this.count.value();
    this.skipWhite();
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new PdfFault('It ends in the middle of a value.');
    switch (byte) {
      case code('/'):
        return this.name();
      case code('('):
        return this.literalString();
      case code('<'):
        return this.bytes[this.at + 1] === byte ? this.dictionary(depth) : this.hexString();
      case code('['):
        return this.array(depth);
      case code('+'):
      case code('-'):
      case code('.'):
        return this.number();
      default:
        return this.isDigit(this.at) ? this.numberOrReference() : this.word();
    }
  }

  private word(): PdfValue | PdfOperator {
    const start = this.at;
    while (!this.atEnd && !this.isEdge(this.at)) this.at++;
    if (this.at === start) this.at++;
    const name = this.bytes.toString('latin1', start, this.at);
    if (name === 'true' || name === 'false') return name === 'true';
    return name === 'null' ? null : { kind: 'operator', name };
  }

  private isEdge(at: number): boolean {
    const byte = this.bytes[at] ?? 32;
    return white.has(byte) || delimiters.has(byte);
  }

  private name(): PdfName {
    const start = ++this.at;
    while (!this.atEnd && !this.isEdge(this.at) && this.bytes[this.at] !== code('#')) this.at++;
    const plain = this.bytes.subarray(start, this.at);
    // Nearly all of them: a content of nothing but names is read byte by byte only where it must be.
    if (this.bytes[this.at] !== code('#')) return { kind: 'name', name: plain.toString('utf8') };
    const bytes: number[] = Array.from(plain);
    while (!this.atEnd && !this.isEdge(this.at)) {
      const byte = this.bytes[this.at] ?? 0;
      const high = hexValue(this.bytes[this.at + 1] ?? 0);
      const low = hexValue(this.bytes[this.at + 2] ?? 0);
      const escaped = byte === code('#') && high >= 0 && low >= 0;
      if (bytes.push(escaped ? high * 16 + low : byte) > longestName)
        throw new PdfFault('A name in it is too long.');
      this.at += escaped ? 3 : 1;
    }
    return { kind: 'name', name: Buffer.from(bytes).toString('utf8') };
  }

  private number(): number {
    const start = this.at;
    while (!this.atEnd && !this.isEdge(this.at)) this.at++;
    const text = this.bytes.toString('latin1', start, this.at);
    const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(number)) throw new PdfFault(`"${text.slice(0, 20)}" is no number.`);
    return number;
  }

  private numberOrReference(): number | PdfReference {
    const number = this.number();
    if (!Number.isInteger(number)) return number;
    const back = this.at;
    if (this.takeCount() !== null && this.takeWord('R') && this.isEdge(this.at))
      return { kind: 'reference', number };
    this.at = back;
    return number;
  }

  private literalString(): PdfString {
    const start = this.at + 1;
    let end = start;
    for (let open = 1; ; end++) {
      const byte = this.bytes[end];
      if (byte === undefined) throw new PdfFault('A text in it does not end.');
      if (byte === code('\\')) end++;
      else if (byte === code('(')) open++;
      else if (byte === code(')') && --open === 0) break;
    }
    this.at = end + 1;
    const raw = this.bytes.subarray(start, end);
    return { kind: 'string', bytes: raw.includes(code('\\')) ? unescaped(raw) : raw };
  }

  private hexString(): PdfString {
    const end = this.bytes.indexOf('>', this.at, 'latin1');
    if (end < 0) throw new PdfFault('A text in it does not end.');
    const digits = this.bytes.toString('latin1', this.at + 1, end).replace(/\s+/g, '');
    this.at = end + 1;
    return { kind: 'string', bytes: Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex') };
  }

  private array(depth: number): readonly PdfValue[] {
    this.at++;
    const values: PdfValue[] = [];
    for (;;) {
      this.skipWhite();
      if (this.atEnd) throw new PdfFault('A list in it does not end.');
      if (this.bytes[this.at] === code(']')) {
        this.at++;
        return values;
      }
      values.push(this.value(depth + 1));
    }
  }

  private dictionary(depth: number): PdfDictionary {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      if (this.takeWord('>>')) return { kind: 'dictionary', entries };
      if (this.bytes[this.at] !== code('/')) throw new PdfFault('A key in it is no name.');
      const { name } = this.name();
      entries.set(name, this.value(depth + 1));
    }
  }
}

const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

function isOctal(byte: number): boolean {
  return byte >= 48 && byte <= 55;
}

/** A text without its escapes. */
function unescaped(raw: Buffer): Buffer {
  const out = Buffer.alloc(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] ?? 0;
    if (byte !== code('\\')) {
      out[length++] = byte;
      continue;
    }
    const next = raw[++at] ?? 0;
    if (isOctal(next)) {
      let value = next - 48;
      for (let digits = 1; digits < 3 && isOctal(raw[at + 1] ?? 0); digits++)
        value = value * 8 + (raw[++at] ?? 0) - 48;
      out[length++] = value & 255;
    } else if (next === 13) {
      if (raw[at + 1] === 10) at++;
    } else if (next !== 10) out[length++] = escapes[String.fromCharCode(next)] ?? next;
  }
  return out.subarray(0, length);
}
