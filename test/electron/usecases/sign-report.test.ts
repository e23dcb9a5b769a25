import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderReportPdf } from '../../../electron/pdf/render-report.ts';
import { certificateFingerprint } from '../../../electron/signing/document-key.ts';
import type { Signer } from '../../../electron/signing/signer.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import { pdfComparer } from '../../../electron/usecases/compare-pdf.ts';
import { signAndSave, signerIn, type SignReportPorts } from '../../../electron/usecases/sign-report.ts';
import { verifyReportFile } from '../../../electron/usecases/verify-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { version } from '../../../shared/lib/version.ts';
import type { VerifyLine } from '../../../shared/report/types.ts';
import { provableSite, sampleReport } from '../../shared/report/sample-report.ts';
import { fontsDir } from '../pdf/pdf-tools.ts';
import { selfMade } from '../signing/cms/document-signers.ts';

const renderPdf: SignReportPorts['renderPdf'] = async (pdf) =>
  (await renderReportPdf(pdf, { paper: 'a4', fontsDir })).bytes;
let folder = '';
let signer: Signer;
let report: Report;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-sign-'));
  const key = generateKeyPairSync('ed25519').privateKey;
  signer = { ...signerOf(key, 'Ada Tester', 'ada@example.com'), documents: await selfMade('P-256') };
  report = { ...sampleReport(provableSite()), signer: signerIn(signer) };
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (ending: string): string => join(folder, `${report.siteName}.readiness.${ending}`);

async function lines(certificate: string | null = null): Promise<Record<string, VerifyLine['answer']>> {
  const { email, publicKeyLine: publicKey } = signer;
  const result = await verifyReportFile(fileOf('json'), {
    knownKeys: {
      kind: 'own',
      own: [{ name: 'Ada', email, publicKey, until: null, ...(certificate === null ? {} : { certificate }) }],
      imported: { signers: [], skipped: [] },
    },
    now: new Date('2026-11-25T08:00:00Z'),
    version,
    comparePdf: pdfComparer(renderPdf, version),
  });
  return Object.fromEntries(result.lines.map(({ what, answer }) => [what, answer]));
}

describe('a report that is signed and saved', () => {
  it('has a PDF that is signed too, and all of it verifies', async () => {
    const { files } = await signAndSave(report, folder, { signer, renderPdf });
    expect(files).toEqual([fileOf('json'), fileOf('json.sig'), fileOf('pdf')]);
    const pdf = readFileSync(fileOf('pdf'));
    expect(pdf.toString('latin1')).toContain('/SubFilter/ETSI.CAdES.detached');
    const own = certificateFingerprint(signer.documents?.certificates[0] ?? new Uint8Array());
    expect(await lines(own)).toMatchObject({ signature: 'valid', pdf: 'valid', 'pdf-signature': 'valid' });
    // Anybody can make a certificate in any name: one that nobody knows is intact, and no more.
    expect(await lines()).toMatchObject({ signature: 'valid', pdf: 'valid', 'pdf-signature': 'cannot-tell' });
    pdf.writeUInt8((pdf[9_000] ?? 0) ^ 1, 9_000);
    writeFileSync(fileOf('pdf'), pdf);
    expect(await lines()).toMatchObject({ signature: 'valid', 'pdf-signature': 'invalid' });
  });

  it('has a PDF without a signature of its own when the signer has no certificate, and says so', async () => {
    await signAndSave(report, folder, { signer: { ...signer, documents: null }, renderPdf });
    expect(readFileSync(fileOf('pdf')).includes('/ByteRange')).toBe(false);
    expect(await lines()).toMatchObject({ signature: 'valid', pdf: 'valid', 'pdf-signature': 'cannot-tell' });
  });

  it('is not written at all when the certificate is not that of the key', async () => {
    const other = await selfMade('P-256');
    const mixed = { ...(await selfMade('P-256')), certificates: other.certificates };
    const wrong = { ...signer, documents: mixed };
    await expect(signAndSave(report, folder, { signer: wrong, renderPdf })).rejects.toThrow(
      /does not belong/,
    );
    expect(() => readFileSync(fileOf('json'))).toThrow(/ENOENT/);
  });
});
