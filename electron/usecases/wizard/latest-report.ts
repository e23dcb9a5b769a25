import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { maxReportBytes, parseReport } from '../../../shared/report/parse-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { siteNameOf } from '../../store/site-file.ts';
import { readWholeFile } from '../../store/text-file.ts';
import { decodeUtf8, reportPath } from '../report-files.ts';
import type { OpenedSite } from './open-sites.ts';

export interface FoundReport {
  /** Of `NAME.readiness.json`. */
  readonly path: string;
  readonly report: Report;
}

/**
 * The newest signed report of an open site: the one that was signed since it was opened, else the one beside its file. Null:
 * there is none. It is not verified here.
 */
export async function latestReport({
  signedReport,
  path,
}: Pick<OpenedSite, 'signedReport' | 'path'>): Promise<FoundReport | null> {
  const beside = path === null ? null : reportPath(dirname(path), siteNameOf(path), 'readiness.json');
  for (const candidate of [signedReport, beside]) {
    if (candidate === null) continue;
    const found = await stat(candidate).catch(() => null);
    // A pipe or a folder of that name is no report.
    if (found === null || !found.isFile() || found.size > maxReportBytes) continue;
    const text = decodeUtf8(await readWholeFile(candidate, maxReportBytes));
    const parsed = text === null ? null : parseReport(text);
    if (parsed?.ok === true) return { path: candidate, report: parsed.value.report };
  }
  return null;
}
