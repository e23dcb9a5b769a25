import { composeReportDocument } from '../../shared/documents/readiness-report/compose.ts';
import { canonicalJson } from '../../shared/lib/digest.ts';
import type { Report } from '../../shared/report/schema.ts';
import { renderDocument, type PdfOptions, type RenderedPdf } from './render-document.ts';

/**
 * The PDF of a readiness report; the JSON travels inside it.
 *
 * @param sha256 of the report's bytes, hexadecimal
 */
export function renderReportPdf(report: Report, sha256: string, options: PdfOptions): Promise<RenderedPdf> {
  return renderDocument(composeReportDocument({ report, sha256, json: canonicalJson(report) }), options);
}
