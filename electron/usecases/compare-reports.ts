import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { compareReports, whyNotComparable } from '../../shared/report/compare-reports.ts';
import type { Comparison } from '../../shared/report/comparison-schema.ts';
import type { EarlierReport } from '../../shared/report/earlier-checks.ts';
import { parseReport } from '../../shared/report/parse-report.ts';
import type { VerifyResult } from '../../shared/report/types.ts';
import { UseCaseError } from './problem.ts';
import { decodeUtf8 } from './report-files.ts';
import { verifyAndKeep, type VerifyOptions } from './verify-report.ts';

export interface ComparedReports {
  readonly comparison: Comparison;
  /** How each of them verified: `valid`, or `intact` when its signer is not known here. */
  readonly verified: { readonly old: VerifyResult; readonly new: VerifyResult };
}

async function readVerified(
  path: string,
  options: VerifyOptions,
): Promise<{ readonly result: VerifyResult; readonly report: EarlierReport }> {
  const { result, bytes } = await verifyAndKeep(path, options);
  const text = bytes === null ? null : decodeUtf8(bytes);
  const parsed = text === null ? null : parseReport(text);
  if (result.result === 'invalid' || bytes === null || parsed?.ok !== true)
    throw new UseCaseError(
      'bad-input',
      `${basename(path)} does not verify, so nothing is compared with it.`,
      'Give the report as it was written, with its .sig beside it:',
      result.lines
        .filter(({ answer }) => answer === 'invalid')
        .flatMap(({ what, says, findings }) => [{ path: what, message: says }, ...findings]),
    );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { result, report: { report: parsed.value.report, sha256 } };
}

/**
 * Verifies two reports and compares them.
 *
 * @throws UseCaseError `bad-input` when one does not verify, or they are not of one site
 */
export async function compareReportFiles(
  oldPath: string,
  newPath: string,
  options: VerifyOptions,
): Promise<ComparedReports> {
  const older = await readVerified(oldPath, options);
  const newer = await readVerified(newPath, options);
  const against = whyNotComparable(older.report, newer.report);
  if (against !== null) throw new UseCaseError('bad-input', against.message, against.cure);
  return {
    comparison: compareReports(older.report, newer.report),
    verified: { old: older.result, new: newer.result },
  };
}
