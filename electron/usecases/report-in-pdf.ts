import type { FilledReading } from '../forms/read-filled.ts';
import { pdfContent } from './pdf-content.ts';
import { readPdfSignature } from './pdf-signature.ts';

/** A readiness report that lies inside its PDF, or why none was found there, as a sentence. */
export type ReportInPdf =
  | {
      readonly kind: 'report';
      readonly name: string;
      readonly report: Uint8Array;
      readonly signature: Uint8Array | null;
    }
  | { readonly kind: 'none'; readonly says: string };

const ending = '.readiness.json';

/** More than the PDF of any report that is not refused for its size. */
const maxPdfBytes = 100_000_000;

function inside(attachments: ReadonlyMap<string, Uint8Array>): ReportInPdf | null {
  const found = [...attachments].find(([name]) => name.endsWith(ending));
  if (found === undefined) return null;
  const [name, report] = found;
  return { kind: 'report', name, report, signature: attachments.get(`${name}.sig`) ?? null };
}

/** As the product laid it out, up to the end of its own signature; null: it is laid out otherwise. */
function asMade(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> | null {
  const own = readPdfSignature(bytes);
  return pdfContent(own.kind === 'read' ? bytes.subarray(0, own.end) : bytes)?.attachments ?? null;
}

/**
 * Takes the report and its signature out of a PDF. Whatever another program made of the PDF: what is verified then is the
 * report inside, and whether the pages show the same is a line of its own.
 *
 * @param readForeign reads a PDF that is not as the product made it
 */
export async function reportInPdf(
  name: string,
  bytes: Uint8Array,
  readForeign: (bytes: Uint8Array) => Promise<FilledReading>,
): Promise<ReportInPdf> {
  const none = (why: string): ReportInPdf => ({
    kind: 'none',
    says: `${name} was not verified: ${why} Drop the file that ends in ${ending}, with its .sig.`,
  });
  if (bytes.length > maxPdfBytes) return none('it is larger than 100 MB.');
  const own = asMade(bytes);
  if (own !== null) return inside(own) ?? none('no readiness report lies inside this PDF.');
  const reading = await readForeign(bytes);
  if (!reading.ok) return none(reading.message);
  if (reading.file.kind !== 'pdf') return none('it is no PDF.');
  const attachments = new Map(reading.file.form.attachments.map((one) => [one.name, one.bytes] as const));
  return (
    inside(attachments) ??
    none(
      'no readiness report lies inside this PDF: it is of something else, or it was printed or saved anew without its attachments.',
    )
  );
}
