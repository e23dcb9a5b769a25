import type { TagContents } from './draw.ts';
import type { TagAnnotations } from './form-fields.ts';
import type { TagNode } from './ops.ts';
import {
  contentOf,
  internalsOf,
  textString,
  type PdfInternals,
  type PdfReference,
} from './pdfkit-internals.ts';

/**
 * Writes the tag tree over the content that was marked while drawing; branches without content are left out. pdfkit's own
 * elements would put every form field on the last page.
 */
export function writeTags(
  doc: PDFKit.PDFDocument,
  root: TagNode,
  contents: TagContents,
  annotations: TagAnnotations,
): void {
  const pdf = internalsOf(doc);
  const treeRoot = pdf.getStructTreeRoot();
  const element = writeElement({ pdf, contents, annotations }, root, treeRoot);
  if (element !== null) treeRoot.data['K'] = [element];
}

interface Source {
  readonly pdf: PdfInternals;
  readonly contents: TagContents;
  readonly annotations: TagAnnotations;
}

function writeElement(source: Source, node: TagNode, parent: PdfReference): PdfReference | null {
  if (isEmpty(source, node)) return null;
  const { pdf } = source;
  const element = pdf.ref({
    Type: 'StructElem',
    S: node.type,
    P: parent,
    ...(node.alt === undefined ? {} : { Alt: textString(node.alt) }),
    ...(node.scope === undefined ? {} : { A: { O: 'Table', Scope: node.scope } }),
  });
  const kids: unknown[] = [];
  for (const content of source.contents.get(node) ?? []) {
    for (const { pageRef, mcid } of contentOf(content).refs) {
      kids.push({ Type: 'MCR', Pg: pageRef, MCID: mcid });
      pdf.getStructParentTree().get(pageRef.data['StructParents'])[mcid] = element;
    }
  }
  for (const { widget, page } of source.annotations.get(node) ?? []) {
    const key = pdf.createStructParentTreeNextKey();
    pdf.getStructParentTree().add(key, element);
    widget.data['StructParent'] = key;
    kids.push({ Type: 'OBJR', Obj: widget, Pg: page });
  }
  for (const child of node.children) {
    const written = writeElement(source, child, element);
    if (written !== null) kids.push(written);
  }
  element.data['K'] = kids;
  element.end();
  return element;
}

function isEmpty(source: Source, node: TagNode): boolean {
  if (source.contents.has(node) || source.annotations.has(node)) return false;
  return node.children.every((child) => isEmpty(source, child));
}
