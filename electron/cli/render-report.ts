import { renderReportPdf } from '../pdf/render-report.ts';
import type { SignReportPorts } from '../usecases/sign-report.ts';

/** Makes the PDF of a report with the fonts that the program ships. */
export function renderReportWith(fontsDir: string): SignReportPorts['renderPdf'] {
  return async (report, sha256) => (await renderReportPdf(report, sha256, { paper: 'a4', fontsDir })).bytes;
}
