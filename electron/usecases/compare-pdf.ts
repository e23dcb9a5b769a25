import { createHash } from 'node:crypto';
import type { VerifyOptions } from './verify-report.ts';
import { pdfContent } from './pdf-content.ts';
import type { SignReportPorts } from './sign-report.ts';

/**
 * Compares the PDF beside a report with the one that this version makes of it. By content and not by bytes: two runtimes
 * pack the same page differently.
 */
export function pdfComparer(
  renderPdf: SignReportPorts['renderPdf'],
  version: string,
): NonNullable<VerifyOptions['comparePdf']> {
  return async (report, reportBytes, pdf, armoured) => {
    if (report.software.version !== version) {
      const says = `The PDF is by version ${report.software.version}; this is ${version}, which lays it out its own way.`;
      return { answer: 'cannot-tell', says };
    }
    if (armoured === null) {
      const says = 'The PDF was not compared: it holds the signature of the report, which is missing here.';
      return { answer: 'cannot-tell', says };
    }
    const found = pdfContent(pdf);
    if (found === null) {
      const says =
        'The PDF is not as it was made: something was added, e.g. a signature, or another program saved it.';
      return { answer: 'cannot-tell', says };
    }
    const sha256 = createHash('sha256').update(reportBytes).digest('hex');
    const signature = Buffer.from(armoured).toString('latin1');
    const expected = pdfContent(await renderPdf({ report, sha256, signature }));
    if (expected === null) throw new Error('The PDF that was just made cannot be read back.');
    const same =
      expected.length === found.length && expected.every((digest, index) => digest === found[index]);
    return same
      ? { answer: 'valid', says: 'The PDF shows what the report says.' }
      : { answer: 'invalid', says: 'The PDF shows something else than the report says.' };
  };
}
