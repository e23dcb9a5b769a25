import { createHash } from 'node:crypto';
import type { Catalog } from '../../shared/catalog/schema.ts';
import { composeReport, reportBytes } from '../../shared/report/compose-report.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { WatchRecord } from '../../shared/report/watch/schema.ts';
import type { RunRecord } from '../../shared/results/types.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import type { RunJudgement } from '../../shared/verdicts/judge-run.ts';
import type { ReportPdf } from '../pdf/render-report.ts';
import { fillSlot } from '../pdf/signature-slot.ts';
import { signCms } from '../signing/cms/sign-cms.ts';
import type { Signer } from '../signing/index.ts';
import type { ReportHistory } from '../store/report-history.ts';
import { keepReport } from './keep-history.ts';
import { slotOf } from './pdf-slot.ts';
import type { SavedReport } from './save-report.ts';
import { previousReport, saveReport } from './save-report.ts';

export interface ReportToSign {
  readonly catalog: Catalog;
  readonly site: Site;
  /** The site file's name without its ending. */
  readonly siteName: string;
  readonly ruleSet: RuleSet;
  readonly run: RunRecord;
  readonly folder: string;
  /** UTC, and a UUID. */
  readonly createdAt: string;
  readonly id: string;
  readonly version: string;
  /** Earlier reports whose checks the run holds; none when absent. */
  readonly carriedFrom?: Report['carriedFrom'];
  /** Of a run that checked again and again. */
  readonly watch?: WatchRecord;
}

export interface SignReportPorts {
  readonly signer: Signer;
  /** Where every signed report is kept. Absent: nowhere. */
  readonly history?: ReportHistory;
  readonly renderPdf: (pdf: ReportPdf) => Promise<Uint8Array>;
  /** UTC. Absent: when the report was made. */
  readonly signedAt?: string;
}

export interface SignedReport {
  readonly report: Report;
  readonly judgement: RunJudgement;
  readonly saved: SavedReport;
  /** Why the report is not in the history, in a sentence; null: it is, or none is kept. */
  readonly notKept: string | null;
}

/** A signer as a report names it. */
export function signerIn({ name, email, publicKeyLine, fingerprint }: Signer): Report['signer'] {
  return { name, email, publicKey: publicKeyLine, fingerprint };
}

/**
 * Signs exactly the canonical bytes of a report, makes the PDF that holds both, signs that too when the signer has a
 * certificate, and writes all of them or none.
 */
export async function signAndSave(
  report: Report,
  folder: string,
  { signer, renderPdf, signedAt = report.createdAt }: SignReportPorts,
): Promise<SavedReport> {
  const bytes = reportBytes(report);
  const signature = await signer.sign(bytes);
  const { documents } = signer;
  const page = await renderPdf({
    report,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    signature: Buffer.from(signature).toString('latin1'),
    slot: documents === null ? null : slotOf(documents, signedAt),
  });
  const pdf = documents === null ? page : await fillSlot(page, (covered) => signCms(covered, documents));
  return saveReport({ folder, name: report.siteName, report: bytes, signature, pdf });
}

/** Composes the report of a run, signs and writes it. */
export async function signReport(wanted: ReportToSign, ports: SignReportPorts): Promise<SignedReport> {
  const { report, judgement } = composeReport({
    ...wanted,
    previous: await previousReport(wanted.folder, wanted.siteName),
    signer: signerIn(ports.signer),
  });
  const saved = await signAndSave(report, wanted.folder, ports);
  return { report, judgement, saved, notKept: await keepReport(ports.history, report, saved.files) };
}
