import type { CheckBox, Field } from '../../shared/documents/model.ts';
import { internalsOf, textString, type PdfInternals, type PdfReference } from './pdfkit-internals.ts';
import type { TagNode } from './ops.ts';

/** Points from the top left corner of the page. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Annotations of a tag, with the page that each is on. */
export type TagAnnotations = Map<TagNode, { readonly widget: PdfReference; readonly page: PdfReference }[]>;

const flags = { required: 1 << 1, multiline: 1 << 12, radio: 1 << 15 } as const;
/** Shown and printed. */
const printed = 4;
const textSize = 7.5;

/** What people may type: the embedded font has all of it. */
const typeable: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x218, 0x21b],
  [0x386, 0x3ce],
  [0x400, 0x45f],
  [0x490, 0x491],
  [0x2010, 0x2026],
  [0x20ac, 0x20ac],
];

interface Branch {
  readonly ref: PdfReference;
  readonly children: Map<string, Branch>;
}

interface BoxGroup {
  readonly boxes: { readonly box: CheckBox; readonly widget: PdfReference }[];
}

/**
 * Makes fillable fields over the drawn boxes. pdfkit's own form functions drop accessible names and appearances, and fill
 * in with a font that is not embedded.
 */
export class FormWriter {
  readonly annotations: TagAnnotations = new Map();
  readonly #pdf: PdfInternals;
  readonly #doc: PDFKit.PDFDocument;
  readonly #roots = new Map<string, Branch>();
  readonly #groups = new Map<string, BoxGroup>();
  readonly #widgets: PdfReference[] = [];
  readonly #appearances = new Map<string, PdfReference>();
  #defaultLook = '';

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
    this.#pdf = internalsOf(doc);
  }

  /** A field to type into, or to sign. */
  addField(field: Field, place: Rectangle, tag: TagNode | null): void {
    const widget = this.#widget(place, field.tip, tag);
    const signature = field.look === 'signature';
    const multiline = field.look === 'several-lines';
    Object.assign(widget.data, {
      FT: signature ? 'Sig' : 'Tx',
      TU: textString(field.tip),
      Ff: (field.required ? flags.required : 0) | (multiline ? flags.multiline : 0),
      AP: { N: this.#appearance(place, signature ? '' : '/Tx BMC\nEMC') },
      ...(signature ? {} : { DA: textString(this.#look()), Q: 0, BS: { W: 0, S: 'S' } }),
    });
    this.#attach(field.name, widget);
  }

  /** A box of a group: at most one box of it is marked, and a marked one can be cleared. */
  addCheckBox(box: CheckBox, place: Rectangle, tag: TagNode | null): void {
    const widget = this.#widget(place, box.tip, tag);
    const { w, h } = place;
    const line = (x1: number, y1: number, x2: number, y2: number): string =>
      `${(x1 * w).toFixed(2)} ${(y1 * h).toFixed(2)} m ${(x2 * w).toFixed(2)} ${(y2 * h).toFixed(2)} l S`;
    const cross = `1.2 w 1 J 0.07 G\n${line(0.2, 0.2, 0.8, 0.8)}\n${line(0.2, 0.8, 0.8, 0.2)}`;
    Object.assign(widget.data, {
      TU: textString(box.tip),
      AS: 'Off',
      MK: { CA: textString('8') },
      BS: { W: 0, S: 'S' },
      AP: { N: { [box.value]: this.#appearance(place, cross), Off: this.#appearance(place, '') } },
    });
    const group = this.#groups.get(box.group);
    if (group === undefined) this.#groups.set(box.group, { boxes: [{ box, widget }] });
    else group.boxes.push({ box, widget });
  }

  /** Call once, after the last page was drawn and before the tags are written. */
  finish(): void {
    for (const [name, { boxes }] of this.#groups) this.#attachGroup(name, boxes);
    if (this.#roots.size === 0) return;
    this.#look();
    const form = this.#pdf._root.data.AcroForm;
    if (form === undefined) return;
    form.data['Fields'] = [...this.#roots.values()].map(({ ref }) => ref);
    form.data['DA'] = textString(this.#look());
    // Every field has its appearance.
    delete form.data['NeedAppearances'];
  }

  /** Call once, after the tags were written: they refer to the fields both ways. */
  close(): void {
    for (const widget of this.#widgets) widget.end();
  }

  #attachGroup(name: string, boxes: BoxGroup['boxes']): void {
    const [first] = boxes;
    if (first === undefined) return;
    const required = first.box.required ? flags.required : 0;
    if (boxes.length === 1) {
      Object.assign(first.widget.data, { FT: 'Btn', Ff: required, V: 'Off' });
      this.#attach(name, first.widget);
      return;
    }
    const tip = first.box.tip.replace(/: [^:]*$/, '');
    const group = this.#pdf.ref({
      FT: 'Btn',
      Ff: flags.radio | required,
      V: 'Off',
      TU: textString(tip),
      Kids: boxes.map(({ widget }) => widget),
    });
    for (const { widget } of boxes) widget.data['Parent'] = group;
    this.#attach(name, group);
  }

  /** A dot in a name means a level of the tree: `line.ID.comment` is `comment` of `ID` of `line`. */
  #attach(name: string, field: PdfReference): void {
    const parts = name.split('.');
    const last = parts.pop() ?? name;
    let siblings = this.#roots;
    let parent: Branch | null = null;
    for (const part of parts) {
      const known = siblings.get(part);
      const branch: Branch = known ?? {
        ref: this.#pdf.ref({ T: textString(part), Kids: [] }),
        children: new Map(),
      };
      if (known === undefined) {
        siblings.set(part, branch);
        if (parent !== null) this.#adopt(parent, branch.ref);
      }
      parent = branch;
      siblings = branch.children;
    }
    if (siblings.has(last)) throw new Error(`The document has two fields named ${name}.`);
    field.data['T'] = textString(last);
    siblings.set(last, { ref: field, children: new Map() });
    if (parent !== null) this.#adopt(parent, field);
  }

  #adopt(parent: Branch, child: PdfReference): void {
    child.data['Parent'] = parent.ref;
    (parent.ref.data['Kids'] as PdfReference[]).push(child);
  }

  #widget({ x, y, w, h }: Rectangle, tip: string, tag: TagNode | null): PdfReference {
    const { page } = this.#pdf;
    const bottom = page.height - y - h;
    const widget = this.#pdf.ref({
      Type: 'Annot',
      Subtype: 'Widget',
      Rect: [x, bottom, x + w, bottom + h],
      F: printed,
      P: page.dictionary,
      Contents: textString(tip),
    });
    page.annotations.push(widget);
    this.#widgets.push(widget);
    // Tab order is reading order.
    page.dictionary.data['Tabs'] = 'S';
    if (tag !== null) {
      const known = this.annotations.get(tag);
      const entry = { widget, page: page.dictionary };
      if (known === undefined) this.annotations.set(tag, [entry]);
      else known.push(entry);
    }
    return widget;
  }

  /** Boxes of one size share their appearance. */
  #appearance({ w, h }: Rectangle, content: string): PdfReference {
    const key = `${w.toFixed(2)} ${h.toFixed(2)} ${content}`;
    const known = this.#appearances.get(key);
    if (known !== undefined) return known;
    const form = this.#pdf.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, w, h], Resources: {} });
    form.end(new TextEncoder().encode(content === '' ? '%' : content));
    this.#appearances.set(key, form);
    return form;
  }

  /** Sets the form up at its first use: one embedded font for everything that is typed. */
  #look(): string {
    if (this.#defaultLook !== '') return this.#defaultLook;
    this.#doc.font('regular', textSize);
    this.#pdf.initForm();
    const font = this.#pdf._font;
    const characters = typeable.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    for (const codePoint of characters) {
      if (font.font.hasGlyphForCodePoint(codePoint)) font.encode(String.fromCodePoint(codePoint));
    }
    this.#defaultLook = `/${font.id} ${textSize} Tf 0.07 g`;
    return this.#defaultLook;
  }
}
