import { createHash } from 'node:crypto';
import type { FormPage } from '../../shared/documents/answer/pdf-form.ts';
import { isKind, pdfText, type PdfFile } from './pdf-file.ts';
import { PdfFault, type PdfReference, type PdfStream, type PdfValue } from './pdf-objects.ts';
import { PdfTooMuch } from './pdf-work.ts';
import { readCharacterMap, type CharacterMap } from './character-map.ts';

const maxPages = 20_000;
const deepest = 50;
const stepsOfBranch = 50;
const stepsOfDigest = 15;

type Entries = ReadonlyMap<string, PdfValue>;

/** Keys that say where something stands in the file or what a program keeps for itself, and nothing of what is drawn. */
const unseen: ReadonlySet<string> = new Set([
  'Length',
  'Filter',
  'DecodeParms',
  'Parent',
  'StructParent',
  'StructParents',
  'Metadata',
  'PieceInfo',
  'LastModified',
]);

/** The pages of a document, and the page that a box lies on. */
export function readPages(
  file: PdfFile,
  catalog: Entries,
): { pages: FormPage[]; pageOf: (widget: PdfReference) => number | null } {
  const widgets = new Map<number, number>();
  const looks = new Looks(file);
  const fonts = new Map<string, CharacterMap | null>();
  const pages: FormPage[] = [];
  const visit = (
    node: PdfValue | undefined,
    above: Entries,
    depth: number,
    seen: ReadonlySet<number>,
  ): void => {
    if (depth > deepest || pages.length > maxPages) throw new PdfFault('It has too many pages.');
    if (isKind(node ?? null, 'reference')) {
      const { number } = node as PdfReference;
      if (seen.has(number)) throw new PdfFault('Its pages lead in a circle.');
      seen = new Set([...seen, number]);
    }
    const own = file.entriesOf(node);
    // A branch may be named by any number of others: then few objects are any number of pages.
    file.work.spend(stepsOfBranch + above.size + own.size);
    const entries = new Map([...above, ...own]);
    if (own.has('Kids')) {
      const down = new Map(
        ['Resources', 'MediaBox', 'CropBox', 'Rotate'].flatMap((key) => {
          const value = entries.get(key);
          return value === undefined ? [] : [[key, value] as const];
        }),
      );
      for (const kid of file.listOf(own.get('Kids'))) visit(kid, down, depth + 1, seen);
      return;
    }
    for (const annotation of file.listOf(entries.get('Annots')))
      if (isKind(annotation, 'reference')) widgets.set(annotation.number, pages.length + 1);
    pages.push(pageOf(file, entries, looks, fonts));
  };
  visit(catalog.get('Pages'), new Map(), 0, new Set());
  return { pages, pageOf: ({ number }) => widgets.get(number) ?? null };
}

function pageOf(
  file: PdfFile,
  entries: Entries,
  looks: Looks,
  fonts: Map<string, CharacterMap | null>,
): FormPage {
  const content = contentOf(file, entries.get('Contents'));
  const resources = looks.digest(entries.get('Resources') ?? null);
  const frame = ['MediaBox', 'CropBox', 'Rotate', 'UserUnit', 'Group'].map((key) =>
    looks.digest(entries.get(key) ?? null),
  );
  const drawn =
    content === null || resources === null
      ? null
      : createHash('sha256')
          .update(content)
          .update([resources, ...frame].join(' '))
          .digest('hex');
  const over = file.listOf(entries.get('Annots')).flatMap((annotation) => overText(file, annotation));
  const [left, , right] = file.listOf(entries.get('MediaBox')).map((edge) => file.numberOf(edge) ?? 0);
  const width = (right ?? 0) - (left ?? 0);
  return { drawn, width, texts: content === null ? null : textsOf(file, content, entries, fonts), over };
}

/** A page's content in one piece: programs split and join it as they like. */
function contentOf(file: PdfFile, contents: PdfValue | undefined): Buffer | null {
  const found = file.resolve(contents);
  const streams = Array.isArray(found) ? (found as readonly PdfValue[]) : [found];
  const parts: Buffer[] = [];
  for (const each of streams) {
    const stream = file.resolve(each);
    if (stream === null) continue;
    const bytes = isKind(stream, 'stream') ? file.unpack(stream) : null;
    if (bytes === null) return null;
    const text = bytes.toString('latin1').trim();
    if (text !== '') parts.push(Buffer.from(`${text}\n`, 'latin1'));
  }
  return Buffer.concat(parts);
}

/** What is no field: in words, so that a person can look for it. */
function overText(file: PdfFile, annotation: PdfValue): string[] {
  const entries = file.entriesOf(annotation);
  const kind = file.nameOf(entries.get('Subtype')) ?? 'mark';
  if (kind === 'Widget') return [];
  const text = file.resolve(entries.get('Contents'));
  if (isKind(text, 'string')) file.work.spend(text.bytes.length);
  const said = isKind(text, 'string') ? pdfText(text).slice(0, 300) : '';
  const place = file.listOf(entries.get('Rect')).map((edge) => Math.round(file.numberOf(edge) ?? 0));
  const action = file.nameOf(file.entriesOf(entries.get('A')).get('S'));
  return [
    `${kind}${action === null ? '' : ` (${action})`} at ${place.join(' ')}${said === '' ? '' : `: ${said}`}`,
  ];
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Digests of what is drawn with: by content, whatever its number and however it is packed. */
class Looks {
  private readonly file: PdfFile;
  private readonly known = new Map<number, string | null>();
  private readonly open = new Set<number>();

  constructor(file: PdfFile) {
    this.file = file;
  }

  /** Null: some of it cannot be read. */
  digest(value: PdfValue, depth = 0): string | null {
    if (depth > deepest) return null;
    this.file.work.spend(isKind(value, 'string') ? value.bytes.length : 1);
    if (isKind(value, 'reference')) {
      const known = this.known.get(value.number);
      if (known !== undefined) return known;
      if (this.open.has(value.number)) return 'itself';
      this.open.add(value.number);
      const found = this.digest(this.file.resolve(value), depth + 1);
      this.open.delete(value.number);
      this.known.set(value.number, found);
      return found;
    }
    if (value === null || typeof value !== 'object') return String(value);
    if (Array.isArray(value))
      return this.joined((value as readonly PdfValue[]).map((one) => this.digest(one, depth + 1)));
    if (isKind(value, 'name')) return `/${value.name}`;
    if (isKind(value, 'string')) return `(${value.bytes.toString('hex')})`;
    if (!isKind(value, 'dictionary') && !isKind(value, 'stream')) return null;
    const keys = [...value.entries.keys()].filter((key) => !unseen.has(key)).sort();
    const parts = keys.map((key) => {
      const digest = this.digest(value.entries.get(key) ?? null, depth + 1);
      return digest === null ? null : `${key}=${digest}`;
    });
    if (!isKind(value, 'stream')) return this.joined(parts);
    if (this.file.nameOf(value.entries.get('Subtype')) === 'Image')
      return this.joined([...parts, ...this.packed(value, depth)]);
    const bytes = this.file.unpack(value);
    return bytes === null ? null : this.joined([...parts, sha256(bytes)]);
  }

  /**
   * A picture as it is packed: a request that was printed and scanned has pictures of whole pages, which nobody needs
   * unpacked to see that they are none of ours.
   */
  private packed({ entries, packed }: PdfStream, depth: number): (string | null)[] {
    this.file.work.read(packed.length);
    const how = ['Filter', 'DecodeParms'].map((key) => this.digest(entries.get(key) ?? null, depth + 1));
    return [...how, sha256(packed)];
  }

  private joined(parts: readonly (string | null)[]): string | null {
    this.file.work.spend(stepsOfDigest);
    if (parts.includes(null)) return null;
    return createHash('sha256').update(parts.join('\n')).digest('hex');
  }
}

/** No operator shows more; a font can make much of little. */
const longestShown = 1_000_000;

/** The texts that content shows, each as one operator writes it; null: a font does not say what its codes mean. */
function textsOf(
  file: PdfFile,
  content: Buffer,
  page: Entries,
  fonts: Map<string, CharacterMap | null>,
): readonly string[] | null {
  const named = file.entriesOf(file.entriesOf(page.get('Resources')).get('Font'));
  const texts: string[] = [];
  let map: CharacterMap | null = null;
  let operands: PdfValue[] = [];
  const show = (value: PdfValue | undefined): boolean => {
    const pieces = Array.isArray(value) ? (value as readonly PdfValue[]) : [value ?? null];
    let text = '';
    for (const piece of pieces) {
      if (!isKind(piece, 'string')) continue;
      if (map === null) return false;
      text += map(piece.bytes);
      if (text.length > longestShown) return false;
    }
    file.work.spend(text.length);
    if (text.trim() !== '') texts.push(text);
    return true;
  };
  try {
    const reader = file.readerOf(content);
    while (reader.more()) {
      const token = reader.token();
      if (typeof token !== 'object' || token === null || !('kind' in token) || token.kind !== 'operator') {
        operands.push(token);
        continue;
      }
      if (token.name === 'Tf') {
        const [font] = operands;
        map = isKind(font ?? null, 'name') ? fontMap(file, named, font ?? null, fonts) : null;
      } else if (token.name === 'Tj' || token.name === 'TJ' || token.name === "'" || token.name === '"') {
        if (!show(operands.at(-1))) return null;
      }
      operands = [];
    }
  } catch (error) {
    if (error instanceof PdfFault && !(error instanceof PdfTooMuch)) return null;
    throw error;
  }
  return texts;
}

function fontMap(
  file: PdfFile,
  named: Entries,
  font: PdfValue,
  fonts: Map<string, CharacterMap | null>,
): CharacterMap | null {
  const value = isKind(font, 'name') ? (named.get(font.name) ?? null) : null;
  const key = isKind(value, 'reference') ? `${value.number}` : null;
  const known = key === null ? undefined : fonts.get(key);
  if (known !== undefined) return known;
  const stream = file.resolve(file.entriesOf(value).get('ToUnicode'));
  const bytes = isKind(stream, 'stream') ? file.unpack(stream) : null;
  const map = bytes === null ? null : readCharacterMap(file.readerOf(bytes), file.work);
  if (key !== null) fonts.set(key, map);
  return map;
}
