import type { CheckBox, Field } from '../../shared/documents/model.ts';
import { pdfNumber, pdfText, type IndirectObject, type ObjectStreams } from './object-streams.ts';
import { internalsOf, type PdfFont, type PdfReference } from './pdfkit-internals.ts';
import { markDrawn, type PageTags, type TagNode } from './ops.ts';
import { drawSigned } from './signed-field.ts';
import { signatureDictionary, type SignatureSlot } from './signature-slot.ts';
import type { TypeFaces } from './type-faces.ts';
import { typingFont } from './typing-font.ts';

/** Points from the top left corner of the page. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const flags = { required: 1 << 1, multiline: 1 << 12, radio: 1 << 15 } as const;
const textSize = 7.5;

/** A level of the tree of fields. */
interface Branch {
  readonly object: IndirectObject;
  readonly name: string;
  readonly parent: IndirectObject | null;
  readonly children: Map<string, Branch | IndirectObject>;
}

interface BoxGroup {
  /** The field of the group; of a group of one box, its box. */
  readonly object: IndirectObject;
  readonly name: string;
  readonly parent: IndirectObject | null;
  readonly first: CheckBox;
  readonly boxes: { readonly object: IndirectObject; readonly entries: string }[];
}

/**
 * Makes fillable fields over the drawn boxes. pdfkit's own form functions drop accessible names and appearances, and fill
 * in with a font that is not embedded.
 */
export class FormWriter {
  readonly #doc: PDFKit.PDFDocument;
  readonly #faces: TypeFaces;
  readonly #objects: ObjectStreams;
  readonly #roots = new Map<string, Branch | IndirectObject>();
  readonly #groups = new Map<string, BoxGroup>();
  readonly #appearances = new Map<string, PdfReference>();
  readonly #nextKey: () => number;
  readonly #japanese: boolean;
  readonly #slot: SignatureSlot | null;
  #signature: IndirectObject | null = null;
  #typing: PdfFont | null = null;

  /**
   * @param nextKey a new key of the document's parent tree
   * @param slot of the field that will be signed, if any
   */
  constructor(
    doc: PDFKit.PDFDocument,
    faces: TypeFaces,
    objects: ObjectStreams,
    nextKey: () => number,
    japanese: boolean,
    slot: SignatureSlot | null,
  ) {
    this.#slot = slot;
    this.#japanese = japanese;
    this.#doc = doc;
    this.#faces = faces;
    this.#objects = objects;
    this.#nextKey = nextKey;
  }

  /** Whether this field will be signed when the document leaves the house. */
  willBeSigned(field: Field): boolean {
    return this.#slot?.field === field.name;
  }

  /** A field to type into, or to sign. */
  addField(page: PageTags, field: Field, place: Rectangle, tag: TagNode | null): void {
    const object = this.#objects.reserve();
    const { name, parent } = this.#attach(field.name, object);
    const signature = field.look === 'signature';
    const multiline = field.look === 'several-lines';
    const flag = (field.required ? flags.required : 0) | (multiline ? flags.multiline : 0);
    const own = signature
      ? `/FT/Sig${this.#signed(field, place)}`
      : `/FT/Tx/AP<</N ${this.#appearance(place, '/Tx BMC\nEMC').toString()}>>/DA${pdfText(this.#look())}/BS<</W 0/S/S>>`;
    this.#objects.put(
      object,
      `<<${this.#widget(page, object, place, tag)}${own}${fieldEntries(name, parent, flag, field.tip)}>>`,
    );
  }

  #signed(field: Field, place: Rectangle): string {
    if (this.#slot === null || !this.willBeSigned(field))
      return `/AP<</N ${this.#appearance(place, '').toString()}>>`;
    this.#signature = this.#objects.reserve();
    this.#objects.putPlainly(this.#signature, signatureDictionary(this.#slot));
    const drawn = drawSigned(this.#slot.lines, place, this.#faces);
    const look = this.#appearance(place, drawn.operators, drawn.resources);
    return `/V ${this.#signature.toString()}/AP<</N ${look.toString()}>>`;
  }

  /** A box of a group: at most one box of it is marked, and a marked one can be cleared. */
  addCheckBox(page: PageTags, box: CheckBox, place: Rectangle, tag: TagNode | null): void {
    const object = this.#objects.reserve();
    const { w, h } = place;
    const line = (x1: number, y1: number, x2: number, y2: number): string =>
      `${(x1 * w).toFixed(2)} ${(y1 * h).toFixed(2)} m ${(x2 * w).toFixed(2)} ${(y2 * h).toFixed(2)} l S`;
    const cross = `1.2 w 1 J 0.07 G\n${line(0.2, 0.2, 0.8, 0.8)}\n${line(0.2, 0.8, 0.8, 0.2)}`;
    const [marked, off] = [this.#appearance(place, cross), this.#appearance(place, '')];
    const entries = `${this.#widget(page, object, place, tag)}/AS/Off/MK<</CA(8)>>/BS<</W 0/S/S>>/AP<</N<<${nameToken(box.value)} ${marked.toString()}/Off ${off.toString()}>>>>`;
    let group = this.#groups.get(box.group);
    if (group === undefined) {
      const field = this.#objects.reserve();
      group = { object: field, ...this.#attach(box.group, field), first: box, boxes: [] };
      this.#groups.set(box.group, group);
    }
    group.boxes.push({ object, entries: `${entries}/TU${pdfText(box.tip)}` });
  }

  /** Call once, after the last page was drawn. */
  finish(): void {
    if (this.#slot !== null && this.#signature === null)
      throw new Error(`The document has no field ${this.#slot.field} to sign.`);
    for (const group of this.#groups.values()) this.#writeGroup(group);
    if (this.#roots.size === 0) return;
    const font = this.#typed();
    const look = this.#look();
    const fields = [...this.#roots.values()].map((each) => this.#writeBranch(each));
    // Signatures exist, and whoever saves the file adds to it: anything else would break them.
    const sigFlags = this.#signature === null ? '' : '/SigFlags 3';
    const form = this.#objects.add(
      // Every field has its appearance: nothing for a viewer to make up.
      `<</Fields[${fields.join(' ')}]/DA${pdfText(look)}/DR<</Font<</${font.id} ${font.ref().toString()}/ZaDb<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>>>>>${sigFlags}>>`,
    );
    const inner = internalsOf(this.#doc);
    inner._root.data['AcroForm'] = form;
    inner.endAcroForm = () => undefined;
  }

  #writeGroup({ object, name, parent, first, boxes }: BoxGroup): void {
    const required = first.required ? flags.required : 0;
    const alone = boxes.length === 1;
    const tip = alone ? first.tip : first.tip.replace(/: [^:]*$/, '');
    const flag = required | (alone ? 0 : flags.radio);
    for (const each of boxes)
      this.#objects.put(each.object, `<<${each.entries}/Parent ${object.toString()}>>`);
    const kids = boxes.map((each) => each.object.toString()).join(' ');
    this.#objects.put(object, `<</FT/Btn/V/Off/Kids[${kids}]${fieldEntries(name, parent, flag, tip)}>>`);
  }

  #writeBranch(branch: Branch | IndirectObject): string {
    if (!('children' in branch)) return branch.toString();
    const kids = [...branch.children.values()].map((each) => this.#writeBranch(each));
    const parent = branch.parent === null ? '' : `/Parent ${branch.parent.toString()}`;
    this.#objects.put(branch.object, `<</T${pdfText(branch.name)}${parent}/Kids[${kids.join(' ')}]>>`);
    return branch.object.toString();
  }

  /** A dot in a name means a level of the tree: `line.ID.comment` is `comment` of `ID` of `line`. */
  #attach(
    name: string,
    field: IndirectObject,
  ): { readonly name: string; readonly parent: IndirectObject | null } {
    const parts = name.split('.');
    const last = parts.pop() ?? name;
    let siblings = this.#roots;
    let parent: IndirectObject | null = null;
    for (const part of parts) {
      let branch = siblings.get(part);
      if (branch === undefined) {
        branch = { object: this.#objects.reserve(), name: part, parent, children: new Map() };
        siblings.set(part, branch);
      }
      if (!('children' in branch)) throw twice(name);
      parent = branch.object;
      siblings = branch.children;
    }
    if (siblings.has(last)) throw twice(name);
    siblings.set(last, field);
    return { name: last, parent };
  }

  #widget(page: PageTags, object: IndirectObject, { x, y, w, h }: Rectangle, tag: TagNode | null): string {
    const { page: sheet } = internalsOf(this.#doc);
    sheet.annotations.push(object);
    const bottom = sheet.height - y - h;
    const corners = [x, bottom, x + w, bottom + h].map(pdfNumber).join(' ');
    const place = `/Type/Annot/Subtype/Widget/F 4/P ${page.page.toString()}/Rect[${corners}]`;
    if (tag === null) return place;
    const key = this.#nextKey();
    markDrawn(tag, { kind: 'widget', page, widget: object, key });
    return `${place}/StructParent ${key}`;
  }

  /** Boxes of one size share their appearance. */
  #appearance({ w, h }: Rectangle, content: string, resources: Record<string, unknown> = {}): PdfReference {
    const key = `${w.toFixed(2)} ${h.toFixed(2)} ${content}`;
    const known = this.#appearances.get(key);
    if (known !== undefined) return known;
    const form = internalsOf(this.#doc).ref({
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, w, h],
      Resources: resources,
    });
    form.end(new TextEncoder().encode(content === '' ? '%' : content));
    this.#appearances.set(key, form);
    return form;
  }

  /** Sets the form up at its first use: one embedded font for everything that is typed. */
  #look(): string {
    return `/${this.#typed().id} ${textSize} Tf 0.07 g`;
  }

  #typed(): PdfFont {
    this.#typing ??= typingFont(this.#doc, this.#faces, this.#japanese);
    return this.#typing;
  }
}

function fieldEntries(name: string, parent: IndirectObject | null, flag: number, tip: string): string {
  const above = parent === null ? '' : `/Parent ${parent.toString()}`;
  return `/T${pdfText(name)}${above}/Ff ${flag}/TU${pdfText(tip)}`;
}

/** A name of the file: everything but letters, digits and hyphens by number. */
function nameToken(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text));
  const plain = (byte: number): boolean => /[A-Za-z0-9-]/.test(String.fromCharCode(byte));
  return `/${bytes.map((byte) => (plain(byte) ? String.fromCharCode(byte) : `#${byte.toString(16).padStart(2, '0')}`)).join('')}`;
}

function twice(name: string): Error {
  return new Error(`The document has two fields named ${name}.`);
}
