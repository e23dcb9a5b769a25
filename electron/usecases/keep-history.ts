import { readFile } from 'node:fs/promises';
import { canonicalJson } from '../../shared/lib/digest.ts';
import type { Report } from '../../shared/report/schema.ts';
import { wasExecuted } from '../../shared/results/executed.ts';
import type { RunRecord } from '../../shared/results/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import type { ReportHistory, RunToKeep } from '../store/report-history.ts';
import { problemOf } from './problem.ts';

/** What a history does not hold, in a sentence; null: it holds it. A history that cannot be written stops nobody's work. */
async function tryToKeep(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const { message, cure } = problemOf(error);
    return ['It is not in the history.', message, cure ?? ''].join(' ').trim();
  }
}

/** Keeps a run as it was observed, whether or not anybody signs it. */
export function keepRun(
  history: ReportHistory | undefined,
  site: Site,
  about: { readonly id: string; readonly siteName: string; readonly outcome: RunToKeep['outcome'] },
  run: RunRecord,
): Promise<string | null> {
  if (history === undefined || run.practice) return Promise.resolve(null);
  return tryToKeep(() =>
    history.addRun(site, {
      ...about,
      at: run.finishedAt,
      carriedOut: run.checks.filter(({ observation }) => wasExecuted(observation)).length,
      checks: run.checks.length,
      content: canonicalJson({
        format: 'gatecheck/run@1',
        id: about.id,
        siteName: about.siteName,
        site,
        run,
      }),
    }),
  );
}

/** Keeps a report that was written, with its signature, byte for byte. */
export function keepReport(
  history: ReportHistory | undefined,
  report: Report,
  files: readonly string[],
): Promise<string | null> {
  const [json, signature] = ['.readiness.json', '.readiness.json.sig'].map((ending) =>
    files.find((file) => file.endsWith(ending)),
  );
  if (history === undefined || report.practice || json === undefined || signature === undefined)
    return Promise.resolve(null);
  return tryToKeep(async () =>
    history.addReport(report.site, {
      id: report.id,
      at: report.createdAt,
      siteName: report.siteName,
      readiness: report.readiness,
      signer: report.signer.fingerprint,
      report: await readFile(json),
      signature: await readFile(signature),
    }),
  );
}
