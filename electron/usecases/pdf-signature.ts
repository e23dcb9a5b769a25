import { createHash } from 'node:crypto';
import type { VerifyAnswer } from '../../shared/report/types.ts';
import { readElement } from '../der.ts';
import { coveringRange, placedSignatures } from '../pdf/signature-slot.ts';
import { certificateFacts } from '../signing/cms/certificate-facts.ts';
import { verifyCms, type CmsAnswer } from '../signing/cms/verify-cms.ts';
import { certificateFingerprint } from '../signing/document-key.ts';
import type { DocumentSigner } from '../signing/signer.ts';

/** What the signature in a PDF is worth, by itself. */
export type PdfSignature =
  /** Nothing in the file looks like one. */
  | { readonly kind: 'none' }
  /** There is one, or more than one, that is not written as the product writes it. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'read';
      readonly cms: CmsAnswer;
      /** UTC, when it was made as it says itself. */
      readonly time: string;
      /** It says that it covers everything up to here but itself; what follows was added. */
      readonly end: number;
    }
  /** Its range is not that of the place where it lies, or reaches beyond the end. */
  | { readonly kind: 'other-range' };

export function readPdfSignature(pdf: Uint8Array): PdfSignature {
  const bytes = Buffer.from(pdf);
  const text = bytes.toString('latin1');
  const [placed, ...others] = placedSignatures(text);
  if (placed === undefined)
    return { kind: /\/ByteRange|ETSI\.|\/Adobe\.PPK/.test(text) ? 'unknown' : 'none' };
  const { time, start, end, range, byteRange } = placed;
  const covered = end + byteRange[2];
  const written = text.slice(range.start, range.end);
  if (covered > bytes.length || written !== coveringRange(start, end, covered))
    return { kind: 'other-range' };
  // One in what was added is for others to judge; one in what is covered cannot be ours.
  if (others.some((other) => other.start < covered)) return { kind: 'unknown' };
  const digest = createHash('sha256')
    .update(bytes.subarray(0, start))
    .update(bytes.subarray(end, covered))
    .digest();
  const cms = contentsOf(text.slice(start + 1, end - 1));
  return {
    kind: 'read',
    time,
    cms: cms === null ? { kind: 'unreadable' } : verifyCms(cms, digest),
    end: covered,
  };
}

/** The signature without the zeros behind it; null when something else is behind it. */
function contentsOf(hex: string): Buffer | null {
  if (!/^[0-9a-f]*$/.test(hex)) return null;
  const bytes = Buffer.from(hex, 'hex');
  const whole = readElement(bytes)?.whole ?? null;
  return whole === null || bytes.subarray(whole.length).some((byte) => byte !== 0) ? null : whole;
}

interface Line {
  readonly answer: VerifyAnswer;
  readonly says: string;
}

/**
 * The line of a verification.
 *
 * @param length of the file
 * @param createdAt UTC, when the report was made
 * @param own SHA-256 of the technician's own certificates, `AA:BB:...`
 */
export function pdfSignatureLine(
  signature: PdfSignature,
  length: number,
  createdAt: string,
  own: readonly string[],
): Line {
  const line = (answer: VerifyAnswer, says: string): Line => ({ answer, says });
  switch (signature.kind) {
    case 'none':
      return line('cannot-tell', 'The PDF carries no signature of its own.');
    case 'unknown':
      return line('cannot-tell', 'The PDF carries a signature that is not of the form that is made here.');
    case 'other-range':
      return line('invalid', 'The signature of the PDF does not cover the file that it is in.');
    case 'read':
      break;
  }
  const { cms, end, time } = signature;
  switch (cms.kind) {
    case 'unreadable':
      return line('invalid', 'The signature of the PDF is damaged.');
    case 'bad-signature':
      return line('invalid', 'The signature of the PDF was not made with the key of its certificate.');
    case 'other-content':
      return line('invalid', 'The PDF was changed after it was signed.');
    case 'good':
      break;
  }
  // Whole seconds: the dictionary has no smaller unit.
  if (new Date(time) < new Date(createdAt.replace(/\.\d+/, ''))) {
    return line('invalid', `The signature of the PDF says ${time}, before the report was made.`);
  }
  const who = certificateLine(cms.signer, time, own);
  if (end < length) {
    const added = length - end;
    const says = `The signature holds for the first ${end} bytes of the PDF; ${added} more were added behind it, e.g. a second signature, and what they change, nobody can say here.`;
    return line('cannot-tell', says);
  }
  return line(who.answer, `The signature of the PDF holds for every byte of it. ${who.says}`);
}

function certificateLine(
  { certificates }: Omit<DocumentSigner, 'sign'>,
  time: string,
  own: readonly string[],
): Line {
  const [der = new Uint8Array()] = certificates;
  const { name, issuer, selfMade, notBefore, notAfter } = certificateFacts(der);
  const at = new Date(time);
  if (at < notBefore || at > notAfter) {
    const days = [notBefore, notAfter].map((date) => date.toISOString().slice(0, 10)).join(' to ');
    return {
      answer: 'cannot-tell',
      says: `Its certificate (${name}) was not valid then: it is from ${days}.`,
    };
  }
  const fingerprint = certificateFingerprint(der);
  if (own.includes(fingerprint)) return { answer: 'valid', says: `Its certificate is your own (${name}).` };
  // An unknown signer is intact, not valid: anybody can make a certificate in any name.
  return {
    answer: 'cannot-tell',
    says: selfMade
      ? `Its certificate is self-made (${name}, SHA-256 ${fingerprint}) and not known here: it does not prove who signed.`
      : `Its certificate is ${name}'s, issued by ${issuer}; whether to trust that issuer, a PDF viewer says.`,
  };
}
