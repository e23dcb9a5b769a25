import { composeReportDocument } from '../../shared/documents/readiness-report/compose.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { canonicalJson } from '../../shared/lib/digest.ts';
import type { Report } from '../../shared/report/schema.ts';
import { renderDocument, type PdfOptions, type RenderedPdf } from './render-document.ts';
import type { SignatureSlot } from './signature-slot.ts';

/** What the PDF of a report is made of. */
export interface ReportPdf {
  readonly report: Report;
  /** Of the report's bytes, hexadecimal. */
  readonly sha256: string;
  /** The armoured signature over these bytes. */
  readonly signature: string;
  /** The place for the signature of the PDF itself; null: it gets none. */
  readonly slot: SignatureSlot | null;
}

/** The pages of a readiness report; its JSON and the signature over that travel inside. */
export function reportDocument({ report, sha256, signature }: ReportPdf): DocumentModel {
  return composeReportDocument({ report, sha256, json: canonicalJson(report), signature });
}

/** The PDF of a readiness report. */
export function renderReportPdf(pdf: ReportPdf, options: Omit<PdfOptions, 'slot'>): Promise<RenderedPdf> {
  return renderDocument(reportDocument(pdf), { ...options, slot: pdf.slot });
}
