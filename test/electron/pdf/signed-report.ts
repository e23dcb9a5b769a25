import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderReportPdf, type ReportPdf } from '../../../electron/pdf/render-report.ts';
import { fillSlot } from '../../../electron/pdf/signature-slot.ts';
import { signCms } from '../../../electron/signing/cms/sign-cms.ts';
import type { DocumentSigner } from '../../../electron/signing/signer.ts';
import { pdfComparer, type PdfToCompare } from '../../../electron/usecases/compare-pdf.ts';
import { slotOf } from '../../../electron/usecases/pdf-slot.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { VerifyInput } from '../../../shared/report/verify-report.ts';
import { provableSite, sampleReport } from '../../shared/report/sample-report.ts';
import { fontsDir } from './pdf-tools.ts';

export const report = sampleReport(provableSite());
export const json = reportBytes(report);
export const armoured = Buffer.from('-----BEGIN SSH SIGNATURE-----\nnot looked at here\n');

const renderPdf = async (pdf: ReportPdf): Promise<Uint8Array> =>
  (await renderReportPdf(pdf, { paper: 'a4', fontsDir })).bytes;

/** The sample report as a PDF that this technician signed. */
export async function signedPdf(signer: DocumentSigner, signedAt = report.createdAt): Promise<Buffer> {
  const page = await renderPdf({
    report,
    sha256: createHash('sha256').update(json).digest('hex'),
    signature: armoured.toString(),
    slot: slotOf(signer, signedAt),
  });
  return Buffer.from(await fillSlot(page, (covered) => signCms(covered, signer)));
}

/** What `verify` says of a PDF beside the sample report. */
export function verified(pdf: Uint8Array, more: Partial<PdfToCompare> = {}): Promise<VerifyInput['pdf']> {
  const compare = pdfComparer(renderPdf, report.software.version);
  return compare({ report, reportBytes: json, signature: armoured, pdf, ownCertificates: [], ...more });
}

/** Runs tools over files of their own folder, and takes it away. */
export class Judge {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-signed-'));

  file(name: string, bytes: Uint8Array | string): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, bytes);
    return file;
  }

  read(name: string): Buffer {
    return readFileSync(path.join(this.folder, name));
  }

  run(tool: string, ...args: string[]): string {
    const env = { ...process.env, HOME: this.folder, LC_ALL: 'C.UTF-8' };
    const options = { cwd: this.folder, encoding: 'utf8', timeout: 60_000, env } as const;
    return execFileSync(tool, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** As `run`, when the tool may well find fault. */
  says(tool: string, ...args: string[]): string {
    try {
      return this.run(tool, ...args);
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
      return `${stdout ?? ''}${stderr ?? ''}`;
    }
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
