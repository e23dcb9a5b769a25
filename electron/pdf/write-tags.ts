import { pdfText, type IndirectObject, type ObjectStreams } from './object-streams.ts';
import type { PageTags, TagMark, TagNode } from './ops.ts';
import { internalsOf } from './pdfkit-internals.ts';

const keysPerLeaf = 256;

/**
 * Writes the tag tree over the content that was marked while drawing; branches without content are left out. pdfkit's own
 * elements would put every form field on the last page.
 */
export function writeTags(
  doc: PDFKit.PDFDocument,
  objects: ObjectStreams,
  root: TagNode,
  pages: readonly PageTags[],
): void {
  const treeRoot = internalsOf(doc).getStructTreeRoot();
  const parents = new Map<number, string>();
  const element = new TagWriter(objects, parents).write(root, treeRoot);
  if (element !== null) treeRoot.data['K'] = [element];
  for (const { key, elements } of pages)
    parents.set(key, `[${elements.map((each) => (each === null ? 'null' : each.toString())).join(' ')}]`);
  treeRoot.data['ParentTree'] = numberTree(objects, parents);
  treeRoot.data['ParentTreeNextKey'] = parents.size;
}

class TagWriter {
  readonly #objects: ObjectStreams;
  /** Of each form field, by its key: the element that it belongs to. */
  readonly #parents: Map<number, string>;

  constructor(objects: ObjectStreams, parents: Map<number, string>) {
    this.#objects = objects;
    this.#parents = parents;
  }

  write(node: TagNode, parent: { toString: () => string }): IndirectObject | null {
    if (isEmpty(node)) return null;
    const element = this.#objects.reserve();
    const page = node.drawn?.find(({ kind }) => kind === 'content')?.page ?? null;
    const kids = (node.drawn ?? []).map((mark) => this.#drawn(mark, page, element));
    for (const child of node.children) {
      const written = this.write(child, element);
      if (written !== null) kids.push(written.toString());
    }
    const alt = node.alt === undefined ? '' : `/Alt${pdfText(node.alt)}`;
    const scope = node.scope === undefined ? '' : `/A<</O/Table/Scope/${node.scope}>>`;
    const place = page === null ? '' : `/Pg ${page.page.toString()}`;
    this.#objects.put(
      element,
      `<</S/${node.type}/P ${parent.toString()}${place}${alt}${scope}/K[${kids.join(' ')}]>>`,
    );
    return element;
  }

  #drawn(mark: TagMark, page: PageTags | null, element: IndirectObject): string {
    const of = mark.page === page ? '' : `/Pg ${mark.page.page.toString()}`;
    if (mark.kind === 'widget') {
      this.#parents.set(mark.key, element.toString());
      return `<</Type/OBJR/Obj ${mark.widget.toString()}${of}>>`;
    }
    mark.page.elements[mark.mcid] = element;
    return of === '' ? String(mark.mcid) : `<</Type/MCR${of}/MCID ${mark.mcid}>>`;
  }
}

/** Keys in ascending order, in leaves that a reader can skip. */
function numberTree(objects: ObjectStreams, entries: ReadonlyMap<number, string>): IndirectObject {
  const sorted = [...entries].sort(([a], [b]) => a - b);
  const leaves: IndirectObject[] = [];
  for (let start = 0; start < sorted.length; start += keysPerLeaf) {
    const part = sorted.slice(start, start + keysPerLeaf);
    const [first, last] = [part[0]?.[0] ?? 0, part.at(-1)?.[0] ?? 0];
    const numbers = part.map(([key, value]) => `${key} ${value}`).join(' ');
    leaves.push(objects.add(`<</Limits[${first} ${last}]/Nums[${numbers}]>>`));
  }
  return objects.add(`<</Kids[${leaves.map((leaf) => leaf.toString()).join(' ')}]>>`);
}

function isEmpty(node: TagNode): boolean {
  return node.drawn === null && node.children.every(isEmpty);
}
