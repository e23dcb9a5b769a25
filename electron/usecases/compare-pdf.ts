import { createHash } from 'node:crypto';
import type { Report } from '../../shared/report/schema.ts';
import type { VerifyInput } from '../../shared/report/verify-report.ts';
import { pdfContent, type PdfContent } from './pdf-content.ts';
import { pdfSignatureLine, readPdfSignature, type PdfSignature } from './pdf-signature.ts';
import { slotOf } from './pdf-slot.ts';
import type { SignReportPorts } from './sign-report.ts';

/** A PDF, and what lies beside it. */
export interface PdfToCompare {
  readonly report: Report;
  readonly reportBytes: Uint8Array;
  /** What lies beside the report as its signature; null: nothing does. */
  readonly signature: Uint8Array | null;
  readonly pdf: Uint8Array;
  /** SHA-256 of the person's own certificates, `AA:BB:...`; those of nobody else are known. */
  readonly ownCertificates: readonly string[];
}

export type ComparePdf = (wanted: PdfToCompare) => Promise<VerifyInput['pdf']>;

type Line = Pick<VerifyInput['pdf'], 'answer' | 'says'>;

/** More than the PDF of any report that is not refused for its size. */
const maxPdfBytes = 100_000_000;

const cannotTell = (says: string): Line => ({ answer: 'cannot-tell', says });
const invalid = (says: string): Line => ({ answer: 'invalid', says });

/**
 * Compares the PDF beside a report with the one that this version makes of it, and looks at its own signature. By content
 * and not by bytes: two runtimes pack the same page differently.
 */
export function pdfComparer(renderPdf: SignReportPorts['renderPdf'], version: string): ComparePdf {
  return async (wanted) => {
    const { pdf, report, ownCertificates } = wanted;
    if (pdf.length > maxPdfBytes) {
      const says = 'The PDF is larger than 100 MB, and was not looked at.';
      return { ...cannotTell(says), signature: cannotTell(says) };
    }
    const signature = readPdfSignature(pdf);
    return {
      ...(await compared(wanted, signature, renderPdf, version)),
      signature: pdfSignatureLine(signature, pdf.length, report.createdAt, ownCertificates),
    };
  };
}

async function compared(
  wanted: PdfToCompare,
  own: PdfSignature,
  renderPdf: SignReportPorts['renderPdf'],
  version: string,
): Promise<Line> {
  const { pdf, report, reportBytes } = wanted;
  const end = own.kind === 'read' ? own.end : pdf.length;
  const found = pdfContent(pdf.subarray(0, end));
  if (found === null) {
    return cannotTell(
      'The PDF is not as it was made: something was added, e.g. a signature, or another program saved it.',
    );
  }
  const other = otherAttachment(found, wanted);
  if (other !== null) return invalid(`${other} inside the PDF is another than the one beside it.`);
  if (report.software.version !== version) {
    return cannotTell(
      `The PDF is by version ${report.software.version}; this is ${version}, which lays it out its own way.`,
    );
  }
  const inside = found.attachments.get(signatureName(report));
  const armoured = wanted.signature ?? inside;
  if (armoured === undefined) return invalid('The PDF does not hold the signature of the report.');
  const slot = own.kind === 'read' && own.cms.kind !== 'unreadable' ? slotOf(own.cms.signer, own.time) : null;
  if (slot === null && own.kind !== 'none')
    return cannotTell('The PDF was not compared: its signature is damaged, and shows on its last page.');
  const expected = pdfContent(
    await renderPdf({
      report,
      sha256: createHash('sha256').update(reportBytes).digest('hex'),
      signature: Buffer.from(armoured).toString('latin1'),
      slot,
    }),
  );
  if (expected === null) throw new Error('The PDF that was just made cannot be read back.');
  const same =
    expected.digests.length === found.digests.length &&
    expected.digests.every((digest, index) => digest === found.digests[index]);
  if (!same) return invalid('The PDF shows something else than the report says.');
  return end < pdf.length
    ? cannotTell('The PDF showed what the report says, until something was added behind its end.')
    : { answer: 'valid', says: 'The PDF shows what the report says.' };
}

function jsonName({ siteName }: Report): string {
  return `${siteName}.readiness.json`;
}

function signatureName(report: Report): string {
  return `${jsonName(report)}.sig`;
}

/** The first of the files inside that differs from the one beside the PDF; null: none does. */
function otherAttachment(
  { attachments }: PdfContent,
  { report, reportBytes, signature }: PdfToCompare,
): string | null {
  const beside = new Map([
    [jsonName(report), reportBytes],
    ...(signature === null ? [] : [[signatureName(report), signature] as const]),
  ]);
  for (const [name, bytes] of beside) {
    const inside = attachments.get(name);
    if (inside !== undefined && Buffer.compare(inside, bytes) !== 0) return name;
  }
  return null;
}
