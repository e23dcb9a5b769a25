import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { maxReportBytes, parseReport } from '../../../shared/report/parse-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import type { ReportMade } from '../../store/made-for-sites.ts';
import { readWholeFile } from '../../store/text-file.ts';
import { decodeUtf8 } from '../report-files.ts';
import type { LatestRun } from './open-sites.ts';

/** The run behind a report, for the Report step: attestations that come later are judged on it. */
export function runIn(report: Report): RunRecord {
  const { practice, startedAt, createdAt, cancelled, nodes, checks, controls } = report;
  return { practice, startedAt, finishedAt: createdAt, cancelled, nodes, checks, controls };
}

/** The report's JSON file among the files that were written with it; null: there is none. */
export function jsonFileOf({ folder, files }: Pick<ReportMade, 'folder' | 'files'>): string | null {
  const name = files.find((file) => file.endsWith('.json'));
  return name === undefined ? null : join(folder, name);
}

/**
 * The run whose report was signed here last, out of that very report: by its digest, so a file that was put in its place is not
 * taken for it. Null: it is not there any more, or is another one.
 */
export async function signedRun(made: ReportMade): Promise<LatestRun | null> {
  const path = jsonFileOf(made);
  if (path === null) return null;
  const size = await stat(path).then(
    (found) => found.size,
    () => Infinity,
  );
  if (size > maxReportBytes) return null;
  const bytes = await readWholeFile(path, maxReportBytes).catch(() => null);
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== made.sha256) return null;
  const parsed = parseReport(decodeUtf8(bytes) ?? '');
  if (!parsed.ok) return null;
  const { report } = parsed.value;
  const catalog = findCatalog(report.site.catalog);
  if (catalog === undefined) return null;
  return {
    site: report.site,
    catalog,
    ruleSet: deriveRules(catalog, report.site),
    run: runIn(report),
    carriedFrom: report.carriedFrom,
    ...(report.watch === undefined ? {} : { watch: report.watch }),
    forget: () => Promise.resolve(),
  };
}
