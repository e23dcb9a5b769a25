import { createHash } from 'node:crypto';
import type { Catalog } from '../../shared/catalog/schema.ts';
import { composeReport, reportBytes } from '../../shared/report/compose-report.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { RunRecord } from '../../shared/results/types.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import type { RunJudgement } from '../../shared/verdicts/judge-run.ts';
import type { ReportPdf } from '../pdf/render-report.ts';
import type { Signer } from '../signing/index.ts';
import type { ReportHistory } from '../store/report-history.ts';
import { keepReport } from './keep-history.ts';
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
}

export interface SignReportPorts {
  readonly signer: Signer;
  /** Where every signed report is kept. Absent: nowhere. */
  readonly history?: ReportHistory;
  readonly renderPdf: (pdf: ReportPdf) => Promise<Uint8Array>;
}

export interface SignedReport {
  readonly report: Report;
  readonly judgement: RunJudgement;
  readonly saved: SavedReport;
  /** Why the report is not in the history, in a sentence; null: it is, or none is kept. */
  readonly notKept: string | null;
}

/** Composes the report of a run, signs exactly its canonical bytes, and writes JSON, signature and PDF, all or none. */
export async function signReport(wanted: ReportToSign, ports: SignReportPorts): Promise<SignedReport> {
  const { signer } = ports;
  const { report, judgement } = composeReport({
    ...wanted,
    previous: await previousReport(wanted.folder, wanted.siteName),
    signer: {
      name: signer.name,
      email: signer.email,
      publicKey: signer.publicKeyLine,
      fingerprint: signer.fingerprint,
    },
  });
  const bytes = reportBytes(report);
  const signature = await signer.sign(bytes);
  const pdf = await ports.renderPdf({
    report,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    signature: Buffer.from(signature).toString('latin1'),
  });
  const saved = await saveReport({
    folder: wanted.folder,
    name: wanted.siteName,
    report: bytes,
    signature,
    pdf,
  });
  return { report, judgement, saved, notKept: await keepReport(ports.history, report, saved.files) };
}
