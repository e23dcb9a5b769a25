import { renderReportPdf } from '../pdf/render-report.ts';
import type { SignReportPorts } from '../usecases/sign-report.ts';

/** Makes the PDF of a report with the fonts that the program ships. */
export function renderReportWith(fontsDir: string): SignReportPorts['renderPdf'] {
  return async (pdf) => (await renderReportPdf(pdf, { paper: 'a4', fontsDir })).bytes;
}
