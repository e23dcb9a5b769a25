import type { TagContents } from './draw.ts';
import type { TagNode } from './ops.ts';

/** Writes the tag tree over the content that was marked while drawing; branches without content are left out. */
export function writeTags(doc: PDFKit.PDFDocument, root: TagNode, contents: TagContents): void {
  const element = elementOf(doc, root, contents);
  if (element !== null) doc.addStructure(element);
}

function elementOf(
  doc: PDFKit.PDFDocument,
  node: TagNode,
  contents: TagContents,
): PDFKit.PDFStructureElement | null {
  const own = contents.get(node) ?? [];
  const children = node.children
    .map((child) => elementOf(doc, child, contents))
    .filter((child) => child !== null);
  if (own.length === 0 && children.length === 0) return null;
  const options = {
    ...(node.alt === undefined ? {} : { alt: node.alt }),
    ...(node.scope === undefined ? {} : { scope: node.scope }),
  };
  return doc.struct(node.type, options, [...own, ...children]);
}
