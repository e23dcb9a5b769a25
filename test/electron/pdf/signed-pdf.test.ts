import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placedSignatures } from '../../../electron/pdf/signature-slot.ts';
import { certificateFingerprint } from '../../../electron/signing/document-key.ts';
import type { DocumentSigner } from '../../../electron/signing/signer.ts';
import type { PdfToCompare } from '../../../electron/usecases/compare-pdf.ts';
import { selfMade } from '../signing/cms/document-signers.ts';
import { fieldsOf, look, packed } from './pdf-tools.ts';
import { armoured, json, Judge, report, signedPdf, verified } from './signed-report.ts';

const judge = new Judge();
let signer: DocumentSigner;
let pdf: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  signer = await selfMade('P-256', 'Błażej (Żmijewski) 山田');
  pdf = await signedPdf(signer);
});
afterAll(() => {
  judge.end();
});

/** The place of the signature in a file. */
function placeIn(file: Buffer): ReturnType<typeof placedSignatures>[number] {
  const [placed] = placedSignatures(file.toString('latin1'));
  if (placed === undefined) throw new Error('no signature');
  return placed;
}

function flipped(at: number, bit = 0): Buffer {
  const changed = Buffer.from(pdf);
  changed.writeUInt8((changed[at] ?? 0) ^ (1 << bit), at);
  return changed;
}

/** Verified by somebody who knows the certificate: then only the file can speak against it. */
function verifiedByItsOwner(file: Uint8Array, more: Partial<PdfToCompare> = {}): ReturnType<typeof verified> {
  const [certificate = new Uint8Array()] = signer.certificates;
  return verified(file, { ownCertificates: [certificateFingerprint(certificate)], ...more });
}

/** The two answers, in a word. */
async function answers(file: Uint8Array): Promise<string> {
  const { answer, signature } = await verifiedByItsOwner(file);
  return `${answer}, ${signature?.answer ?? 'absent'}`;
}

describe.each(['P-256', 'RSA-3072'] as const)('a report signed with a %s key', (kind) => {
  let own: DocumentSigner;
  let signed: Buffer = Buffer.alloc(0);
  beforeAll(async () => {
    own = await selfMade(kind, 'Ada Tester');
    signed = await signedPdf(own);
    judge.file('signed.pdf', signed);
  });

  it('is valid and covered as a whole for pdfsig, and sound for qpdf', () => {
    const says = judge.says('pdfsig', 'signed.pdf');
    expect(says).toContain('- Signature Validation: Signature is Valid.');
    expect(says).toContain('- Total document signed');
    expect(says).toContain('- Signer Certificate Common Name: Ada Tester');
    expect(says).toContain('- Signature Type: ETSI.CAdES.detached');
    expect(says).toMatch(/Signature #2:\n {2}- Signature Field Name: signature\.customer\n.*not signed/);
    expect(judge.run('qpdf', '--check', 'signed.pdf')).toContain('No syntax or stream encoding errors');
  });

  it('carries the signed JSON and its signature byte for byte', () => {
    judge.run('pdfdetach', '-saveall', 'signed.pdf');
    expect(judge.read(`${report.siteName}.readiness.json`).equals(json)).toBe(true);
    expect(judge.read(`${report.siteName}.readiness.json.sig`).equals(armoured)).toBe(true);
  });

  it('holds a signature that OpenSSL accepts over the bytes around it', () => {
    const { start, end } = placeIn(signed);
    const hex = signed.toString('latin1', start + 1, end - 1);
    const [certificate = new Uint8Array()] = own.certificates;
    judge.file('own.der', certificate);
    judge.run('openssl', 'x509', '-inform', 'DER', '-in', 'own.der', '-out', 'own.pem');
    judge.file('cms.der', Buffer.from(hex, 'hex'));
    judge.file('covered', Buffer.concat([signed.subarray(0, start), signed.subarray(end)]));
    const check = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'cms.der'];
    const trust = ['-CAfile', 'own.pem', '-purpose', 'any', '-attime', '1795550000', '-out', 'out'];
    expect(judge.run('openssl', ...check, '-content', 'covered', ...trust)).toBe('');
  });

  it('verifies here, and the certificate of a stranger is not called known', async () => {
    const { answer, signature } = await verified(signed);
    expect([answer, signature?.answer]).toEqual(['valid', 'cannot-tell']);
    expect(signature?.says).toContain('is self-made (Ada Tester');
    expect(signature?.says).toContain('not known here');
    const fingerprint = certificateFingerprint(own.certificates[0] ?? new Uint8Array());
    const known = await verified(signed, { ownCertificates: [fingerprint] });
    expect(known.signature?.answer).toBe('valid');
    expect(known.signature?.says).toContain('Its certificate is your own');
  });

  it('is the same each time but for the signature itself', async () => {
    const again = await signedPdf(own);
    const { start, end } = placeIn(signed);
    const without = (file: Buffer): string =>
      createHash('sha256').update(file.subarray(0, start)).update(file.subarray(end)).digest('hex');
    expect(without(again)).toBe(without(signed));
  });
});

describe('the signed field', () => {
  it('shows who signed, when, and the fingerprint of the certificate', () => {
    const { text, packed: shown } = look(pdf);
    expect(text).toContain('Digital signature of the technician');
    expect(shown).toContain(packed('Błażej (Żmijewski) 山田'));
    expect(text).toContain('2026-11-24, 20:41:07 UTC');
    expect(shown).toContain(certificateFingerprint(signer.certificates[0] ?? new Uint8Array()));
  });

  it('leaves the field of the customer as it was', () => {
    const customer = fieldsOf(pdf).find(({ fullname }) => fullname === 'signature.customer');
    expect(customer?.fieldtype).toBe('/Sig');
  });
});

describe('the time of a signature', () => {
  it('is its own where a report is signed later than it was made, e.g. as a redacted copy', async () => {
    const later = await signedPdf(signer, '2027-01-02T03:04:05Z');
    expect(look(later).text).toContain('2027-01-02, 03:04:05 UTC');
    expect(await answers(later)).toBe('valid, valid');
  });

  it('before the report was made is called invalid, and outside of the certificate not valid', async () => {
    const before = await verified(await signedPdf(signer, '2026-11-24T20:41:06Z'));
    expect(before.signature).toMatchObject({ answer: 'invalid' });
    expect(before.signature?.says).toContain('before the report was made');
    const beyond = await verified(await signedPdf(signer, '2037-01-01T00:00:00Z'));
    expect(beyond.signature).toMatchObject({ answer: 'cannot-tell' });
    expect(beyond.signature?.says).toContain('it is from 2026-11-24 to 2036-11-24');
  });
});

describe('a signed PDF that was changed', () => {
  it('in any byte is told, wherever it is: nothing changed is ever valid', async () => {
    const { start, end, range } = placeIn(pdf);
    const sample = [...Array(60).keys()].map((step) => 20 + step * Math.floor((pdf.length - 40) / 60));
    const structure = [0, 5, 9, start - 300, start - 120, pdf.length - 2, pdf.length - 8, pdf.length - 15];
    const inSignature = [start, start + 1, start + 40, start + 700, end - 30, end - 2, end - 1, end, end + 1];
    const dictionary = [...Array(range.end - range.start + 14).keys()].map((at) => range.start - 12 + at);
    for (const at of [...sample, ...structure, ...inSignature, ...dictionary]) {
      // Beside another .sig the pages are not made anew: here only the signature counts.
      const { signature } = await verifiedByItsOwner(flipped(at, at % 7), { signature: Buffer.from('none') });
      expect(signature?.answer, `byte ${at}`).not.toBe('valid');
    }
  });

  it('shows as changed to pdfsig too', () => {
    judge.file('flipped.pdf', flipped(placeIn(pdf).start - 2_000));
    expect(judge.says('pdfsig', 'flipped.pdf')).toContain('Digest Mismatch');
  });

  it('on a page is invalid', async () => {
    expect(await answers(flipped(Math.floor(pdf.length / 2)))).toMatch(/, invalid$/);
  });

  it('inside the signature, or in the room behind it, is invalid', async () => {
    const { start, end } = placeIn(pdf);
    expect(await answers(flipped(start + 900))).toMatch(/, invalid$/);
    expect(await answers(flipped(end - 2))).toMatch(/, invalid$/);
    // A letter in another case is the same number to every reader.
    const letter = pdf.toString('latin1', start, end).search(/[a-f]/) + start;
    expect(await answers(flipped(letter, 5))).not.toMatch(/, valid$/);
  });

  it('by bytes behind the end cannot be told, and says how many', async () => {
    const { answer, signature } = await verified(Buffer.concat([pdf, Buffer.from('%more\n')]));
    expect([answer, signature?.answer]).toEqual(['cannot-tell', 'cannot-tell']);
    expect(signature?.says).toContain(`the first ${pdf.length} bytes of the PDF; 6 more were added`);
    judge.file('longer.pdf', Buffer.concat([pdf, Buffer.from('%more\n')]));
    expect(judge.says('pdfsig', 'longer.pdf')).toContain('Not total document signed');
  });

  it('by taking bytes away is invalid', async () => {
    expect(await answers(pdf.subarray(0, -10))).toMatch(/, invalid$/);
    expect(await answers(pdf.subarray(0, 500))).toBe('cannot-tell, cannot-tell');
  });

  it('so that the range covers less is invalid', async () => {
    const { range, byteRange } = placeIn(pdf);
    const less = Buffer.from(pdf);
    const numbers = [byteRange[0], byteRange[1], byteRange[2] - 100];
    less.write(numbers.map((number) => String(number).padEnd(10)).join(' '), range.start, 'latin1');
    expect(await answers(less)).toMatch(/, invalid$/);
    const moved = Buffer.from(pdf);
    moved.write(String(byteRange[0] - 1).padEnd(10), range.start, 'latin1');
    expect(await answers(moved)).toMatch(/, invalid$/);
  });

  it('by a second signature dictionary is not valid, wherever that stands', async () => {
    const { start, end } = placeIn(pdf);
    const from = pdf.lastIndexOf('<</Type/Sig', start);
    const second = Buffer.concat([
      Buffer.from('900 0 obj\n'),
      pdf.subarray(from, end + 2),
      Buffer.from('\nendobj\n'),
    ]);
    const inside = Buffer.concat([pdf.subarray(0, end + 10), second, pdf.subarray(end + 10)]);
    expect(await answers(inside)).not.toMatch(/, valid$/);
    expect(await answers(Buffer.concat([pdf, second]))).toBe('cannot-tell, cannot-tell');
    expect(await answers(Buffer.concat([second, pdf]))).not.toMatch(/, valid$/);
  });

  it('so that another report is attached is invalid, and the file is named', async () => {
    const other = { ...report, id: '99999999-77d2-4d4c-9c53-1c3a5b2d8c1e' };
    const { answer, says } = await verified(pdf, { reportBytes: Buffer.from(JSON.stringify(other)) });
    expect(answer).toBe('invalid');
    expect(says).toContain(`${report.siteName}.readiness.json inside the PDF`);
    const swapped = await verified(pdf, { signature: Buffer.from('another') });
    expect(swapped.says).toContain('.readiness.json.sig inside the PDF');
  });

  it('by signing it anew with another certificate of the same name is not the certificate that is known', async () => {
    const stranger = await selfMade('P-256', 'Błażej (Żmijewski) 山田');
    const fingerprint = certificateFingerprint(signer.certificates[0] ?? new Uint8Array());
    const { signature } = await verified(await signedPdf(stranger), { ownCertificates: [fingerprint] });
    expect(signature?.says).toContain('not known here');
  });
});
