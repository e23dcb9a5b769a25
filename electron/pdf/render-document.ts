import PDFDocument from 'pdfkit';
import type { DocumentModel } from '../../shared/documents/model.ts';
import type { TextContext } from './inline-widgets.ts';
import { drawOps, tagPage } from './draw.ts';
import { FormWriter } from './form-fields.ts';
import { mm } from './ink.ts';
import { layOutFlow } from './lay-out-blocks.ts';
import { escapeMetadata } from './metadata.ts';
import { ObjectStreams } from './object-streams.ts';
import { anchorsIn, tagNode, type Op, type PageTags, type TagNode } from './ops.ts';
import { drawPageFrame, pageForm, type PageForm, type Paper } from './page-frame.ts';
import { paginate } from './paginate.ts';
import { internalsOf } from './pdfkit-internals.ts';
import type { SignatureSlot } from './signature-slot.ts';
import { TypeFaces, type MissingCharacter } from './type-faces.ts';
import { writeTags } from './write-tags.ts';

export interface PdfOptions {
  readonly paper: Paper;
  /** Folder with the font files: dist/fonts, or the fonts' packages. */
  readonly fontsDir: string;
  /** The place to keep free for a signature; absent or null: the document will not be signed. */
  readonly slot?: SignatureSlot | null;
}

/** Where an anchor of the model came to stand. */
export interface PlacedAnchor {
  readonly name: string;
  /** From 1. */
  readonly page: number;
  /** Points from the top of the page. */
  readonly top: number;
  /** Points; 0: only a place. */
  readonly height: number;
}

export interface RenderedPdf {
  readonly bytes: Uint8Array;
  /** Characters that no embedded font has; each stands in the document by its number. */
  readonly missingCharacters: readonly MissingCharacter[];
  readonly pages: number;
  readonly anchors: readonly PlacedAnchor[];
}

/**
 * Writes a document model as PDF. The same model gives the same bytes.
 *
 * @throws TooTallError when one row is higher than a page.
 */
export async function renderDocument(model: DocumentModel, options: PdfOptions): Promise<RenderedPdf> {
  const frame = pageForm(model.orientation, options.paper);
  const doc = openDocument(model, frame);
  const bytes = collect(doc);
  const faces = new TypeFaces(doc, options.fontsDir);
  const { pages, root } = layOut(model, frame, faces);
  const anchors = placedAnchors(pages, frame);
  const objects = new ObjectStreams(doc);
  let keys = 0;
  const japanese = faces.usesJapanese || model.typing === 'japanese';
  const form = new FormWriter(doc, faces, objects, () => keys++, japanese, options.slot ?? null);
  const tags: PageTags[] = [];
  for (const [index, ops] of pages.entries()) {
    doc.addPage();
    drawPageFrame(doc, faces, model, frame, { number: index + 1, count: pages.length });
    addBookmarks(doc, ops);
    const pageTags = tagPage(doc, keys++);
    tags.push(pageTags);
    const signatureCaption = model.signatureCaption ?? 'Digital or hand-written signature';
    drawOps({ doc, faces, form, signatureCaption, tags: pageTags }, ops, frame.side * mm, frame.bodyTop * mm);
    // Drawn, and not needed any more: a long request would keep hundreds of megabytes.
    pages[index] = [];
  }
  form.finish();
  writeTags(doc, objects, root, tags);
  internalsOf(doc)._root.data['PageLabels'] = { Nums: [0, { S: 'D' }] };
  for (const { name, about, text } of model.attachments) {
    const date = new Date(model.createdAt);
    doc.file(new TextEncoder().encode(text) as Buffer, {
      name,
      description: about,
      type: name.endsWith('.json') ? 'application/json' : 'text/plain',
      creationDate: date,
      modifiedDate: date,
    });
  }
  objects.close();
  doc.end();
  return {
    bytes: await bytes,
    missingCharacters: [...faces.missing.values()],
    pages: pages.length,
    anchors,
  };
}

function openDocument(model: DocumentModel, form: PageForm): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    size: [form.width * mm, form.height * mm],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: model.language ?? 'en',
    displayTitle: true,
    font: '', // none: the standard fonts would not be embedded
    info: {
      Title: model.title,
      Author: model.author,
      Subject: model.subject,
      Creator: model.software,
      Producer: model.software,
      CreationDate: new Date(model.createdAt),
    },
  });
  escapeMetadata(doc);
  return doc;
}

/** The first pass finds the pages of the anchors; what names a page is then laid out again. */
function layOut(
  model: DocumentModel,
  form: PageForm,
  faces: TypeFaces,
): { readonly pages: Op[][]; readonly root: TagNode } {
  const places = new Map<string, number>();
  let asked = false;
  const wasAsked = (): boolean => asked;
  const width = (form.width - 2 * form.side) * mm;
  const height = form.bodyHeight * mm;
  const context: TextContext = {
    faces,
    pageHeight: height,
    pageOf: (anchor) => {
      asked = true;
      return `${places.get(anchor) ?? 0}`;
    },
  };
  const root = tagNode(null, 'Document');
  const naming: number[] = [];
  const flow = model.blocks.map((_, index) => {
    asked = false;
    const part = layOutFlow(context, model.blocks, index, width, root);
    if (wasAsked()) naming.push(index);
    return part;
  });
  const draft = paginate(
    flow.flatMap(({ items }) => items),
    height,
  );
  if (naming.length > 0) {
    for (const [index, ops] of draft.entries())
      for (const { anchor } of anchorsIn(ops))
        if (!places.has(anchor.name)) places.set(anchor.name, index + 1);
    for (const index of naming) flow[index] = layOutFlow(context, model.blocks, index, width, root);
  }
  root.children.splice(0, root.children.length, ...flow.flatMap(({ tags }) => tags));
  if (naming.length === 0) return { pages: draft, root };
  return {
    pages: paginate(
      flow.flatMap(({ items }) => items),
      height,
    ),
    root,
  };
}

function placedAnchors(pages: readonly (readonly Op[])[], frame: PageForm): PlacedAnchor[] {
  return pages.flatMap((ops, index) =>
    anchorsIn(ops, frame.bodyTop * mm).map(({ anchor, top }) => ({
      name: anchor.name,
      page: index + 1,
      top,
      height: anchor.h,
    })),
  );
}

function addBookmarks(doc: PDFKit.PDFDocument, ops: readonly Op[]): void {
  for (const { anchor } of anchorsIn(ops)) if (anchor.title !== null) doc.outline.addItem(anchor.title);
}

function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('end', () => {
      resolve(new Uint8Array(Buffer.concat(chunks)));
    });
    doc.on('error', reject);
  });
}
