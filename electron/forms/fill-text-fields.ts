import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { readCharacterMap } from './character-map.ts';
import { isKind, PdfFile, pdfText } from './pdf-file.ts';
import { PdfFault, type PdfReference, type PdfValue } from './pdf-objects.ts';
import { writtenEntries, writtenValue } from './pdf-text.ts';

type Entries = ReadonlyMap<string, PdfValue>;

export interface FilledFields {
  readonly bytes: Buffer;
  readonly filled: readonly string[];
  /** Fields that hold something already: it stays. By name, with what they hold. */
  readonly kept: ReadonlyMap<string, string>;
  readonly missing: readonly string[];
}

const deepest = 20;
const margin = 2;
const usualSize = 7.5;
const leastSize = 4;

/**
 * Fills text fields of a form by adding to its end: every byte of the file stays as it was, with what people entered and
 * signed. A field that holds something already is left alone.
 *
 * @param values plain ASCII, by the full names of the fields
 * @throws PdfFault when the file cannot be read, or added to
 */
export function fillTextFields(bytes: Uint8Array, values: ReadonlyMap<string, string>): FilledFields {
  const file = new PdfFile(bytes);
  const form = file.entriesOf(file.entriesOf(file.trailer.get('Root')).get('AcroForm'));
  const update = new Update(file, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const fonts = new FormFonts(file, form, update);
  const kept = new Map<string, string>();
  const filled = new Set<string>();
  const seen = new Set<number>();

  const walk = (node: PdfValue, above: string, look: PdfValue, depth: number): void => {
    if (depth > deepest) throw new PdfFault('Its form is too large.');
    if (isKind(node, 'reference')) {
      if (seen.has(node.number)) return;
      seen.add(node.number);
    }
    const entries = file.entriesOf(node);
    const own = file.resolve(entries.get('T'));
    const part = isKind(own, 'string') ? pdfText(own) : '';
    const name = part === '' ? above : above === '' ? part : `${above}.${part}`;
    const da = entries.get('DA') ?? look;
    const kids = file.listOf(entries.get('Kids'));
    const text = values.get(name);
    if (text === undefined || part === '') {
      for (const kid of kids) walk(kid, name, da, depth + 1);
      return;
    }
    const before = file.resolve(entries.get('V'));
    const held = isKind(before, 'string') ? pdfText(before).trim() : '';
    if (held !== '') {
      kept.set(name, held);
      return;
    }
    const boxes = kids.length === 0 ? [node] : kids;
    if (!isKind(node, 'reference') || !boxes.every((box) => isKind(box, 'reference'))) return;
    filled.add(name);
    const value: PdfValue = { kind: 'string', bytes: Buffer.from(text, 'latin1') };
    if (kids.length > 0) update.replace(node, new Map([...entries, ['V', value]]));
    for (const box of boxes) {
      const shape = file.entriesOf(box);
      const appearance = fonts.appearance(shape, file.resolve(shape.get('DA') ?? da), text);
      const looks: PdfValue = { kind: 'dictionary', entries: new Map([['N', appearance]]) };
      const changed = new Map([...shape, ['AP', looks] as const]);
      if (kids.length === 0) changed.set('V', value);
      update.replace(box, changed);
    }
  };
  for (const field of file.listOf(form.get('Fields'))) walk(field, '', form.get('DA') ?? null, 0);
  const missing = [...values.keys()].filter((name) => !filled.has(name) && !kept.has(name));
  const out = filled.size === 0 ? Buffer.from(bytes) : update.finish();
  return { bytes: out, filled: [...filled], kept, missing };
}

interface FormFont {
  readonly name: string;
  readonly reference: PdfValue;
  /** Codes of the characters, as they are written between angle brackets; null: it lacks one of them. */
  readonly encode: (text: string) => string | null;
}

/** Draws what was filled in, in the font that the field names, where that has the characters. */
class FormFonts {
  private readonly file: PdfFile;
  private readonly fonts: Entries;
  private readonly update: Update;
  private readonly known = new Map<string, FormFont>();

  constructor(file: PdfFile, form: Entries, update: Update) {
    this.file = file;
    this.fonts = file.entriesOf(file.entriesOf(form.get('DR')).get('Font'));
    this.update = update;
  }

  appearance(box: Entries, look: PdfValue, text: string): PdfReference {
    const [left = 0, bottom = 0, right = 0, top = 0] = this.file
      .listOf(box.get('Rect'))
      .map((edge) => this.file.numberOf(edge) ?? 0);
    const [w, h] = [Math.abs(right - left), Math.abs(top - bottom)];
    const da = isKind(look, 'string') ? pdfText(look) : '';
    const [, name = '', asked = '0'] = /\/(\S+)\s+([\d.]+)\s+Tf/.exec(da) ?? [];
    // A character of a time is half as wide as it is high, in every font that forms are set in.
    const fits = (w - 2 * margin) / (text.length * 0.5);
    const size = Math.max(Math.min(Number(asked) || usualSize, fits), leastSize);
    const font = this.fontFor(name);
    const codes = font.encode(text);
    const used = codes === null ? this.plain() : font;
    const y = (h - size) / 2 + size * 0.24;
    const content = `/Tx BMC q 1 1 ${fixed(w - 2)} ${fixed(h - 2)} re W n BT 0.07 g /${used.name} ${fixed(size)} Tf ${margin} ${fixed(y)} Td <${used.encode(text) ?? ''}> Tj ET Q EMC`;
    return this.update.addStream(
      `/Type/XObject/Subtype/Form/BBox[0 0 ${fixed(w)} ${fixed(h)}]/Resources<</Font<</${used.name} ${writtenValue(used.reference)}>>>>`,
      Buffer.from(content, 'latin1'),
    );
  }

  private fontFor(name: string): FormFont {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const reference = this.fonts.get(name) ?? null;
    const entries = this.file.entriesOf(reference);
    const font = isKind(reference, 'reference') ? this.embedded(name, reference, entries) : this.plain();
    this.known.set(name, font);
    return font;
  }

  /** A font with a map from codes to characters can be written with by reading that map backwards. */
  private embedded(name: string, reference: PdfValue, entries: Entries): FormFont {
    const map = this.file.resolve(entries.get('ToUnicode'));
    const unpacked = isKind(map, 'stream') ? this.file.unpack(map) : null;
    if (unpacked === null || this.file.nameOf(entries.get('Subtype')) !== 'Type0') return this.plain();
    const meaning = readCharacterMap(this.file.readerOf(unpacked), this.file.work);
    const codes = new Map<string, string>();
    this.file.work.spend(65_536);
    for (let code = 0; code < 65_536; code++) {
      const written = code.toString(16).padStart(4, '0');
      const character = meaning(Buffer.from(written, 'hex'));
      if (character !== '\ufffd' && !codes.has(character)) codes.set(character, written);
    }
    return {
      name,
      reference,
      encode: (text) => {
        const found = Array.from(text, (character) => codes.get(character));
        return found.includes(undefined) ? null : found.join('');
      },
    };
  }

  /** One of the fonts that every viewer has. */
  private plain(): FormFont {
    const known = this.known.get(' plain');
    if (known !== undefined) return known;
    const reference = this.update.add(
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
    );
    const font: FormFont = {
      name: 'GcPlain',
      reference,
      encode: (text) => Buffer.from(text, 'latin1').toString('hex'),
    };
    this.known.set(' plain', font);
    return font;
  }
}

function fixed(number: number): string {
  return Number(number.toFixed(2)).toString();
}

/** What is added to the end of a file: new objects, and others in place of old ones (ISO 32000-1, 7.5.6). */
class Update {
  private readonly file: PdfFile;
  private readonly before: Buffer;
  private readonly parts: Buffer[] = [];
  private readonly offsets = new Map<number, number>();
  private length: number;
  private next: number;

  constructor(file: PdfFile, before: Buffer) {
    this.file = file;
    this.before = before;
    this.length = before.length;
    this.next = file.numberOf(file.trailer.get('Size')) ?? 0;
    if (this.next <= 0) throw new PdfFault('It does not say how many parts it has.');
    this.write('\n');
  }

  add(text: string): PdfReference {
    const reference: PdfReference = { kind: 'reference', number: this.next++ };
    this.put(reference.number, Buffer.from(text, 'latin1'));
    return reference;
  }

  addStream(entries: string, content: Buffer): PdfReference {
    const reference: PdfReference = { kind: 'reference', number: this.next++ };
    const head = `<<${entries}/Length ${content.length}>>\nstream\n`;
    this.put(
      reference.number,
      Buffer.concat([Buffer.from(head, 'latin1'), content, Buffer.from('\nendstream', 'latin1')]),
    );
    return reference;
  }

  replace({ number }: PdfReference, entries: Entries): void {
    this.put(number, Buffer.from(writtenEntries(entries), 'latin1'));
  }

  private put(number: number, body: Buffer): void {
    this.offsets.set(number, this.length);
    this.write(`${number} 0 obj\n`);
    this.write(body);
    this.write('\nendobj\n');
  }

  private write(part: string | Buffer): void {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    this.parts.push(bytes);
    this.length += bytes.length;
  }

  /** The file with the update: its table is of the kind that the file's own newest one is. */
  finish(): Buffer {
    const { trailer } = this.file;
    const mark = this.before.lastIndexOf('startxref', undefined, 'latin1');
    const [, previous = '0'] = /startxref\s+(\d+)/.exec(this.before.toString('latin1', mark)) ?? [];
    const changed = createHash('sha256').update(Buffer.concat(this.parts)).digest('hex').slice(0, 32);
    const [id] = this.file.listOf(trailer.get('ID'));
    const ids = id === undefined ? '' : `/ID[${writtenValue(this.file.resolve(id))}<${changed}>]`;
    const info = trailer.get('Info');
    const about = `/Root ${writtenValue(trailer.get('Root') ?? null)}${info === undefined ? '' : `/Info ${writtenValue(info)}`}${ids}/Prev ${previous}`;
    const start = this.length;
    if (this.file.nameOf(trailer.get('Type')) === 'XRef') this.writeTableStream(about, start);
    else this.writeTable(about);
    this.write(`startxref\n${start}\n%%EOF\n`);
    return Buffer.concat([this.before, ...this.parts]);
  }

  private writeTable(about: string): void {
    const lines = [...this.offsets]
      .sort(([a], [b]) => a - b)
      .map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
    this.write(`xref\n${lines.join('')}trailer\n<</Size ${this.next}${about}>>\n`);
  }

  private writeTableStream(about: string, start: number): void {
    const own = this.next++;
    this.offsets.set(own, start);
    const rows = [...this.offsets].sort(([a], [b]) => a - b);
    const table = Buffer.concat(
      rows.map(([, offset]) => {
        const row = Buffer.alloc(7);
        row.writeUInt8(1, 0);
        row.writeUInt32BE(offset, 1);
        return row;
      }),
    );
    const packed = deflateSync(table);
    const index = rows.map(([number]) => `${number} 1`).join(' ');
    this.write(
      `${own} 0 obj\n<</Type/XRef/Size ${this.next}/W[1 4 2]/Index[${index}]${about}/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`,
    );
    this.write(packed);
    this.write('\nendstream\nendobj\n');
  }
}
