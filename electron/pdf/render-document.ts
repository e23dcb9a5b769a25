import PDFDocument from 'pdfkit';
import type { DocumentModel } from '../../shared/documents/model.ts';
import type { TextContext } from './inline-widgets.ts';
import { drawOps, type TagContents } from './draw.ts';
import { FormWriter } from './form-fields.ts';
import { mm } from './ink.ts';
import { layOutBlocks } from './lay-out-blocks.ts';
import { escapeMetadata } from './metadata.ts';
import { tagNode, type Op, type TagNode } from './ops.ts';
import { drawPageFrame, pageForm, type PageForm, type Paper } from './page-frame.ts';
import { paginate } from './paginate.ts';
import { TypeFaces, type MissingCharacter } from './type-faces.ts';
import { writeTags } from './write-tags.ts';

export interface PdfOptions {
  readonly paper: Paper;
  /** Folder with the font files: dist/fonts, or the fonts' packages. */
  readonly fontsDir: string;
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
  const { pages, root } = layOutTwice(model, frame, faces);
  const contents: TagContents = new Map();
  const form = new FormWriter(doc);
  const canvas = { doc, contents, form };
  for (const [index, ops] of pages.entries()) {
    doc.addPage();
    drawPageFrame(doc, faces, model, frame, { number: index + 1, count: pages.length });
    addBookmarks(doc, ops);
    drawOps(canvas, ops, frame.side * mm, frame.bodyTop * mm);
  }
  form.finish();
  writeTags(doc, root, contents, form.annotations);
  form.close();
  for (const { name, about, text } of model.attachments) {
    const date = new Date(model.createdAt);
    doc.file(new TextEncoder().encode(text) as Buffer, {
      name,
      description: about,
      type: 'application/json',
      creationDate: date,
      modifiedDate: date,
    });
  }
  doc.end();
  return {
    bytes: await bytes,
    missingCharacters: [...faces.missing.values()],
    pages: pages.length,
    anchors: placedAnchors(pages, frame),
  };
}

function openDocument(model: DocumentModel, form: PageForm): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    size: [form.width * mm, form.height * mm],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en',
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

/** The first pass finds the pages of the anchors, the second one prints them. */
function layOutTwice(
  model: DocumentModel,
  form: PageForm,
  faces: TypeFaces,
): { pages: Op[][]; root: TagNode } {
  const lay = (pageOf: (anchor: string) => string): { pages: Op[][]; root: TagNode } => {
    const context: TextContext = { faces, pageOf };
    const root = tagNode(null, 'Document');
    const items = layOutBlocks(context, model.blocks, (form.width - 2 * form.side) * mm, root);
    return { pages: paginate(items, form.bodyHeight * mm), root };
  };
  const draft = lay(() => '0');
  const places = new Map<string, number>();
  for (const [index, ops] of draft.pages.entries()) {
    for (const op of ops) if (op.kind === 'anchor' && !places.has(op.name)) places.set(op.name, index + 1);
  }
  return lay((anchor) => `${places.get(anchor) ?? '-'}`);
}

function placedAnchors(pages: readonly (readonly Op[])[], frame: PageForm): PlacedAnchor[] {
  return pages.flatMap((ops, index) =>
    ops.flatMap((op) =>
      op.kind === 'anchor'
        ? [{ name: op.name, page: index + 1, top: frame.bodyTop * mm + op.y, height: op.h }]
        : [],
    ),
  );
}

function addBookmarks(doc: PDFKit.PDFDocument, ops: readonly Op[]): void {
  for (const op of ops) if (op.kind === 'anchor' && op.title !== null) doc.outline.addItem(op.title);
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
