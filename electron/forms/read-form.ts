import type { FormField, PdfForm } from '../../shared/documents/answer/pdf-form.ts';
import { isKind, pdfText, PdfFile } from './pdf-file.ts';
import { PdfFault, type PdfReference, type PdfValue } from './pdf-objects.ts';
import { readPages } from './read-pages.ts';

/** More than 5,000 lines have. */
const maxFields = 200_000;
const deepest = 20;
const mostAttachments = 100;
/** A branch may be named by any number of others. */
const stepsOfBranch = 50;

type Entries = ReadonlyMap<string, PdfValue>;

/** What a field has from the levels above it. */
interface Inherited {
  readonly name: string;
  readonly type: string | null;
  readonly flags: number;
  readonly value: PdfValue;
  readonly tip: string;
}

/** Reads what a PDF form says. @throws PdfFault when it is no PDF, damaged, encrypted or too large unpacked. */
export function readForm(bytes: Uint8Array): PdfForm {
  const file = new PdfFile(bytes);
  const catalog = file.entriesOf(file.trailer.get('Root'));
  const { pages, pageOf } = readPages(file, catalog);
  const actions = new Set<string>();
  const reader = new FieldReader(file, pageOf, actions);
  const form = file.entriesOf(catalog.get('AcroForm'));
  const root: Inherited = { name: '', type: null, flags: 0, value: null, tip: '' };
  for (const field of file.listOf(form.get('Fields'))) reader.read(field, root, 0);
  if (form.has('XFA')) actions.add('XFA form');
  if (catalog.has('AA')) actions.add('action of the document');
  const open = file.resolve(catalog.get('OpenAction'));
  if (isKind(open, 'dictionary')) actions.add(actionName(file, open.entries));
  const names = file.entriesOf(catalog.get('Names'));
  if (names.has('JavaScript')) actions.add('JavaScript');
  return {
    fields: reader.fields,
    pages,
    attachments: readAttachments(file, names),
    actions: [...actions],
    producer: textOf(file, file.entriesOf(file.trailer.get('Info')).get('Producer')),
  };
}

export function actionName(file: PdfFile, action: Entries): string {
  return file.nameOf(action.get('S')) ?? 'action';
}

function textOf(file: PdfFile, value: PdfValue | undefined): string {
  const found = file.resolve(value);
  if (isKind(found, 'string')) {
    // The same text may be named by any number of fields, and is a text of its own for each.
    file.work.spend(found.bytes.length);
    return pdfText(found);
  }
  if (isKind(found, 'name')) return found.name;
  if (!isKind(found, 'stream')) return '';
  const bytes = file.unpack(found);
  if (bytes === null) return '';
  file.work.spend(bytes.length);
  return pdfText({ kind: 'string', bytes });
}

class FieldReader {
  readonly fields: FormField[] = [];
  private readonly file: PdfFile;
  private readonly pageOf: (widget: PdfReference) => number | null;
  private readonly actions: Set<string>;
  private readonly seen = new Set<number>();

  constructor(file: PdfFile, pageOf: (widget: PdfReference) => number | null, actions: Set<string>) {
    this.file = file;
    this.pageOf = pageOf;
    this.actions = actions;
  }

  /** A branch of the tree, or a field with its boxes. */
  read(node: PdfValue, above: Inherited, depth: number): void {
    if (isKind(node, 'reference')) {
      if (this.seen.has(node.number)) return;
      this.seen.add(node.number);
    }
    if (depth > deepest || this.fields.length > maxFields) throw new PdfFault('Its form is too large.');
    const { file } = this;
    const entries = file.entriesOf(node);
    const own = textOf(file, entries.get('T'));
    const here: Inherited = {
      name: own === '' ? above.name : above.name === '' ? own : `${above.name}.${own}`,
      type: file.nameOf(entries.get('FT')) ?? above.type,
      flags: file.numberOf(entries.get('Ff')) ?? above.flags,
      value: entries.has('V') ? file.resolve(entries.get('V')) : above.value,
      tip: entries.has('TU') ? textOf(file, entries.get('TU')) : above.tip,
    };
    this.noteActions(entries);
    file.work.spend(here.name.length + here.tip.length);
    const kids = file.listOf(entries.get('Kids'));
    const branches = kids.filter((kid) => file.entriesOf(kid).has('T'));
    for (const kid of branches) this.read(kid, here, depth + 1);
    if (branches.length === kids.length && kids.length > 0) return;
    const taken = new Set(branches);
    const boxes = kids.length === 0 ? [node] : kids.filter((kid) => !taken.has(kid));
    for (const box of boxes) this.noteActions(file.entriesOf(box));
    if (here.type === null) return;
    this.fields.push(this.field(here, boxes));
  }

  private noteActions(entries: Entries): void {
    if (entries.has('A')) this.actions.add(actionName(this.file, this.file.entriesOf(entries.get('A'))));
    const more = this.file.entriesOf(entries.get('AA'));
    this.file.work.spend(more.size);
    for (const action of more.values()) this.actions.add(actionName(this.file, this.file.entriesOf(action)));
  }

  private field(here: Inherited, boxes: readonly PdfValue[]): FormField {
    const { name, type, flags, tip, value } = here;
    const places = boxes.map((box) => this.boxText(box, type));
    const fixed = [`${flags}`, tip, ...places.sort()].join('\n');
    switch (type) {
      case 'Btn': {
        const marked = isKind(value, 'name') && value.name !== 'Off' ? value.name : null;
        const states = boxes.map((box) => this.file.nameOf(this.file.entriesOf(box).get('AS')) ?? 'Off');
        const shown = [...new Set(states.filter((state) => state !== 'Off'))];
        // Some programs mark the box and forget the field.
        const found = marked ?? (shown.length === 1 ? (shown[0] ?? null) : null);
        return { name, kind: 'button', value: found, shown: shown.filter((state) => state !== found), fixed };
      }
      case 'Tx':
      case 'Ch': {
        const text = isKind(value, 'string') || isKind(value, 'stream') ? textOf(this.file, value) : '';
        const kind = type === 'Tx' ? 'text' : 'other';
        return { name, kind, value: text.trim() === '' ? null : text, shown: [], fixed };
      }
      case 'Sig':
        return { name, kind: 'signature', value: value === null ? null : 'signed', shown: [], fixed };
      default:
        return { name, kind: 'other', value: null, shown: [], fixed };
    }
  }

  /** Where a box is, and what it stands for when it is marked. */
  private boxText(box: PdfValue, type: string | null): string {
    const { file } = this;
    const entries = file.entriesOf(box);
    const place = file.listOf(entries.get('Rect')).map((edge) => Math.round(file.numberOf(edge) ?? 0));
    const page = isKind(box, 'reference') ? this.pageOf(box) : null;
    const looks = type === 'Btn' ? file.entriesOf(file.entriesOf(entries.get('AP')).get('N')) : new Map();
    file.work.spend(looks.size);
    // Signing locks the box that is signed.
    const flags = type === 'Sig' ? '' : (file.numberOf(entries.get('F')) ?? 0);
    const states = [...(looks.keys() as Iterable<string>)].filter((state) => state !== 'Off').sort();
    return `page ${page ?? 'none'} at ${place.join(' ')} ${states.join(' ')} ${flags}`;
  }
}

/** Bytes that do not hold on to the whole file that they are a part of. */
function ownBytes(bytes: Buffer): Uint8Array {
  const isWhole = bytes.byteLength === bytes.buffer.byteLength;
  return isWhole ? new Uint8Array(bytes.buffer) : new Uint8Array(bytes);
}

function readAttachments(file: PdfFile, names: Entries): PdfForm['attachments'] {
  const found: { name: string; bytes: Uint8Array }[] = [];
  const walk = (node: PdfValue | undefined, depth: number): void => {
    if (depth > deepest || found.length > mostAttachments) throw new PdfFault('It has too many attachments.');
    const entries = file.entriesOf(node);
    file.work.spend(stepsOfBranch);
    for (const kid of file.listOf(entries.get('Kids'))) walk(kid, depth + 1);
    const list = file.listOf(entries.get('Names'));
    for (let index = 0; index + 1 < list.length; index += 2) {
      const specification = file.entriesOf(list[index + 1]);
      const streams = file.entriesOf(specification.get('EF'));
      const stream = file.resolve(streams.get('F') ?? streams.get('UF'));
      const bytes = isKind(stream, 'stream') ? file.unpack(stream) : null;
      const name = textOf(file, specification.get('UF') ?? specification.get('F') ?? list[index]);
      if (bytes !== null) found.push({ name, bytes: ownBytes(bytes) });
      if (found.length > mostAttachments) throw new PdfFault('It has too many attachments.');
    }
  };
  walk(names.get('EmbeddedFiles'), 0);
  return found;
}
