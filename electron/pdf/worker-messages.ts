import type { DocumentModel } from '../../shared/documents/model.ts';
import type { PdfOptions, RenderedPdf } from './render-document.ts';

/** What passes between the program and its PDF worker. */
export interface PdfJob {
  readonly model: DocumentModel;
  readonly options: PdfOptions;
}

export type PdfAnswer =
  { readonly ok: true; readonly pdf: RenderedPdf } | { readonly ok: false; readonly message: string };
