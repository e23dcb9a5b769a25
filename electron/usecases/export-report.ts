import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { makeFolder } from '../store/make-folder.ts';
import { fileSafe } from '../../shared/documents/file-names.ts';
import {
  handOffs,
  reportOutput,
  reportOutputs,
  type ReportOutputName,
} from '../../shared/documents/report-outputs/registry.ts';
import type { VerifiedReport } from '../../shared/documents/report-outputs/types.ts';
import { parseReport } from '../../shared/report/parse-report.ts';
import type { VerifyResult } from '../../shared/report/types.ts';
import { storeErrorOf } from '../store/store-error.ts';
import { writeAtomically } from '../store/write-atomically.ts';
import { decodeUtf8 } from './report-files.ts';
import { verifyAndKeep, type VerifyOptions } from './verify-report.ts';

/** What a report may be exported from: itself, when it verifies; else what was said against it. */
export interface ReadForExport {
  readonly result: VerifyResult;
  /** Null: it does not verify. */
  readonly verified: VerifiedReport | null;
}

/**
 * Verifies a report, and reads what was verified. A signer who is not known here does not stand against it: the outputs say so.
 *
 * @throws UseCaseError `bad-input` when there is no such file
 */
export async function readForExport(path: string, options: VerifyOptions): Promise<ReadForExport> {
  const { result, bytes } = await verifyAndKeep(path, options);
  if (result.result === 'invalid' || bytes === null) return { result, verified: null };
  const parsed = parseReport(decodeUtf8(bytes));
  if (!parsed.ok) throw new Error('A verified report cannot be read again.');
  return {
    result,
    verified: {
      report: parsed.value.report,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      verified: { result: result.result, signerKnown: result.signer?.known === true },
    },
  };
}

/** `gdansk-dc1`, of `gdansk-dc1.readiness.json`. */
function stemOf(path: string): string {
  return fileSafe(basename(path).replace(/(?:\.readiness)?\.json$/i, '')) || 'report';
}

export interface ExportTo {
  /** Path of the report: its outputs take its name. */
  readonly path: string;
  readonly folder: string;
  readonly formats: readonly ReportOutputName[];
  /** A hand-off text a rule, each in a file of its own. */
  readonly perRule: boolean;
}

/**
 * Writes the outputs of a report, in place of those of an earlier report of that name.
 *
 * @returns paths of the files
 * @throws StoreError when the folder cannot be written to
 */
export async function exportReport(
  verified: VerifiedReport,
  { path, folder, formats, perRule }: ExportTo,
): Promise<string[]> {
  const stem = stemOf(path);
  const texts = [
    ...formats.map((format) => [reportOutputs[format].extension, reportOutput(format, verified)] as const),
    ...(perRule
      ? handOffs(verified).map(({ number, text }) => [`.handoff.${number}.txt`, text] as const)
      : []),
  ];
  await makeFolder(folder).catch((error: unknown) => {
    throw storeErrorOf(error, folder, 'write');
  });
  const files: string[] = [];
  for (const [extension, text] of texts) {
    const file = join(folder, `${stem}${extension}`);
    await writeAtomically(file, text);
    files.push(file);
  }
  return files;
}
