import { randomBytes, randomUUID } from 'node:crypto';
import type { CheckedReport } from '../../shared/documents/change-request/only-blocked.ts';
import { version } from '../../shared/lib/version.ts';
import { embeddedCatalog } from '../../shared/report/catalog-part.ts';
import { recomputeRules } from '../../shared/report/recompute-rules.ts';
import { redactReport } from '../../shared/report/redact/redact-report.ts';
import type { Report } from '../../shared/report/schema.ts';
import { UseCaseError } from './problem.ts';
import { shortId } from './report-files.ts';
import type { SavedReport } from './save-report.ts';
import type { SignReportPorts } from './sign-report.ts';
import { signAndSave, signerIn } from './sign-report.ts';

export interface ReportToRedact {
  /** Verified, with a known signer: the copy's signature vouches for what it was made from. */
  readonly checked: CheckedReport;
  /** Where the copy goes. */
  readonly folder: string;
  /** UTC: later than the report says that it was made. */
  readonly signedAt: string;
}

/**
 * Writes a redacted copy of a report, `redacted-ID8.readiness.*`: addresses, names and free texts replaced, signed anew, with
 * the digest of the original in it.
 *
 * @throws UseCaseError `bad-input` when it cannot be redacted without saying something else
 */
export async function redactReportFile(
  { checked: { report, sha256 }, folder, signedAt }: ReportToRedact,
  ports: SignReportPorts,
): Promise<{ readonly report: Report; readonly saved: SavedReport }> {
  const copy = redactReport({
    report,
    catalog: embeddedCatalog(report.catalog),
    original: { id: report.id, sha256 },
    secret: randomBytes(32).toString('hex'),
    id: randomUUID(),
    siteName: `redacted-${shortId(report.id)}`,
    signer: signerIn(ports.signer),
    version,
    recomputeRules,
  });
  if (!copy.ok)
    throw new UseCaseError(
      'bad-input',
      `No redacted copy of report ${shortId(report.id)} was made; nothing was written.`,
      'Black out what nobody may see in a printed report, or ask the customer to agree to the original:',
      copy.error,
    );
  return { report: copy.value, saved: await signAndSave(copy.value, folder, { ...ports, signedAt }) };
}
