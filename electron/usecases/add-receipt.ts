import { randomUUID } from 'node:crypto';
import type { CheckedReport } from '../../shared/documents/change-request/only-blocked.ts';
import { version } from '../../shared/lib/version.ts';
import { embeddedCatalog } from '../../shared/report/catalog-part.ts';
import { composeReport } from '../../shared/report/compose-report.ts';
import { recomputeRules } from '../../shared/report/recompute-rules.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { Receipt } from '../../shared/results/receipt.ts';
import { withReceipt } from '../../shared/results/receipt.ts';
import { keepReport } from './keep-history.ts';
import { UseCaseError } from './problem.ts';
import { shortId } from './report-files.ts';
import type { SignedReport, SignReportPorts } from './sign-report.ts';
import { signAndSave, signerIn } from './sign-report.ts';

/** As `check --only-failed` carries passes over (contracts of the command line). */
const mostCarriedMs = 7 * 24 * 3_600_000;

export interface ReceiptToAdd {
  /** Verified, with a known signer, by this version. */
  readonly checked: CheckedReport;
  readonly receipt: Receipt;
  readonly folder: string;
}

/**
 * The same run once more, with what a person read at a receiver: a new report that follows the one given, which is kept.
 *
 * @throws UseCaseError `bad-input` when no datagram of the report carried the token
 */
export async function addReceipt(
  { checked, receipt, folder }: ReceiptToAdd,
  ports: SignReportPorts,
): Promise<SignedReport> {
  const { report, sha256 } = checked;
  const name = shortId(report.id);
  const catalog = embeddedCatalog(report.catalog);
  const ruleSet = recomputeRules(catalog, report.site);
  if (report.software.version !== version || report.redactedFrom !== null || !ruleSet.ok)
    throw new UseCaseError(
      'bad-input',
      `Report ${name} is ${report.redactedFrom === null ? `by version ${report.software.version}` : 'a redacted copy'}.`,
      'Give the report itself, with the version that made it.',
    );
  const fitting = report.checks.flatMap((check) => withReceipt(check, receipt) ?? []);
  // A check that was carried over stands as it does in its own report, or it could not be held against that.
  const carried = fitting.find(({ carriedOverFrom }) => carriedOverFrom !== null)?.carriedOverFrom;
  if (carried != null)
    throw new UseCaseError(
      'bad-input',
      `The datagram with this token was sent for report ${shortId(carried.report)}, and carried over into ${name}.`,
      `Give report ${shortId(carried.report)}; check --only-failed merges what comes of it with later ones.`,
    );
  // The new report is made now, and carries no pass of seven days or more.
  const isTooOld = ({ carriedOverFrom, verdict, startedAt }: Report['checks'][number]): boolean =>
    carriedOverFrom !== null &&
    verdict === 'pass' &&
    Date.parse(receipt.at) - Date.parse(startedAt ?? report.startedAt) >= mostCarriedMs;
  if (report.checks.some(isTooOld))
    throw new UseCaseError(
      'bad-input',
      `Report ${name} carries passes that are seven days old by now.`,
      'Check again what is old: check --only-failed with this report.',
    );
  const confirmed = new Map(fitting.map((check) => [check.id, check]));
  if (confirmed.size === 0)
    throw new UseCaseError(
      'bad-input',
      `No unanswered datagram of report ${name} carried this token.`,
      'Type the word that stands behind "path check" in the message, ten letters and digits; each run sends another one.',
    );
  const { report: amended, judgement } = composeReport({
    catalog,
    site: report.site,
    siteName: report.siteName,
    ruleSet: ruleSet.value,
    run: {
      practice: report.practice,
      startedAt: report.startedAt,
      finishedAt: report.createdAt,
      cancelled: report.cancelled,
      nodes: report.nodes,
      checks: report.checks.map((check) => confirmed.get(check.id) ?? check),
      controls: report.controls,
    },
    id: randomUUID(),
    createdAt: receipt.at,
    version,
    previous: { id: report.id, sha256 },
    carriedFrom: report.carriedFrom,
    ...(report.watch === undefined ? {} : { watch: report.watch }),
    signer: signerIn(ports.signer),
  });
  const saved = await signAndSave(amended, folder, ports);
  return {
    report: amended,
    judgement,
    saved,
    notKept: await keepReport(ports.history, amended, saved.files),
  };
}
