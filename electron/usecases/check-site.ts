import { randomUUID } from 'node:crypto';
import { digestOf } from '../../shared/lib/digest.ts';
import { version } from '../../shared/lib/version.ts';
import type { LeftOut } from '../../shared/report/carry-over.ts';
import { carryOver, toRepeat, whyNotCarried } from '../../shared/report/carry-over.ts';
import type { WatchRecord } from '../../shared/report/watch/schema.ts';
import type { EarlierReport } from '../../shared/report/earlier-checks.ts';
import { wasExecuted } from '../../shared/results/executed.ts';
import type { RunRecord } from '../../shared/results/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import type { Signer } from '../signing/index.ts';
import type { ReportHistory } from '../store/report-history.ts';
import type { RunJournals } from '../store/run-journals.ts';
import { keepRun } from './keep-history.ts';
import type { PlannedSite } from './plan-site.ts';
import { planSite } from './plan-site.ts';
import { UseCaseError } from './problem.ts';
import { recordOfInterrupted } from './run/interrupted-run.ts';
import { watchOfInterrupted } from './watch/interrupted-watch.ts';
import { startsAt } from './run/meeting.ts';
import type { RunPorts } from './run/ports.ts';
import type { OnProgress } from './run/progress.ts';
import { runChecks } from './run/run-checks.ts';
import { utcSeconds } from './run/utc.ts';
import type { SignedReport, SignReportPorts } from './sign-report.ts';
import { signReport } from './sign-report.ts';

export interface CheckSite {
  readonly site: Site;
  readonly siteName: string;
  readonly planned: PlannedSite;
  /** Names of the nodes to check. */
  readonly nodes: readonly string[];
  readonly folder: string;
  readonly signer: Signer;
  readonly renderPdf: SignReportPorts['renderPdf'];
  /** Where the run takes down what it sees until its report is written; null: nowhere. */
  readonly journals: RunJournals | null;
  /** Where every run and every report is kept. Absent: nowhere. */
  readonly history?: ReportHistory;
  /** Addresses of this laptop, which the plan was made for. */
  readonly laptop: readonly string[];
  /** Only what does not pass in these is checked, and merged with them. Verified before. Absent: everything is checked. */
  readonly earlier?: readonly EarlierReport[];
}

/** A signed report, and what of the earlier reports has no place in it. */
export interface CheckedSite extends SignedReport {
  readonly left: readonly LeftOut[];
}

/** The site that a run belongs to, whatever its file is called. */
export function siteDigest(site: Site): string {
  return digestOf(site);
}

/** Nothing was observed because no node could be reached: there is nothing to report, only a failure to tell. */
export function stopIfNothingWasReached(
  run: RunRecord,
  wanted: Pick<CheckSite, 'nodes' | 'planned'>,
  only?: ReadonlySet<string>,
): void {
  const nodes = wanted.nodes.filter(
    (name) =>
      only === undefined ||
      wanted.planned.plan.checks.some((check) => only.has(check.id) && startsAt(check) === name),
  );
  const failures = run.nodes.flatMap(({ name, failure }) =>
    nodes.includes(name) && failure !== null ? [{ path: name, message: failure }] : [],
  );
  const nothing = !run.checks.some(({ observation }) => wasExecuted(observation));
  if (run.cancelled || nodes.length === 0 || failures.length < nodes.length || !nothing) return;
  throw new UseCaseError(
    'cannot',
    nodes.length === 1 ? 'The node could not be checked.' : 'No node could be checked.',
    'No report was written.',
    failures,
  );
}

/**
 * The whole check: runs the plan, composes, signs and saves the report. What a cancelled run observed is reported too; what
 * a run observed that is cut off stands in its journal.
 *
 * @throws UseCaseError `cannot` when no node was reached; SigningError; errors of the disk with their cure
 */
export async function checkSite(
  wanted: CheckSite,
  ports: RunPorts,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<CheckedSite> {
  const { site, siteName, planned, nodes, laptop } = wanted;
  const startedAt = utcSeconds(ports.now());
  const only = whatToRepeat(wanted, ports.practice, startedAt);
  const head = { site: siteDigest(site), siteName, startedAt, laptop: [...laptop] };
  await keepInterrupted(wanted);
  const id = randomUUID();
  const journal = await wanted.journals?.begin(id, head);
  const noting = journal === undefined ? ports : { ...ports, journal };
  const run = await runChecks({ site, ...planned, nodes, ...only }, noting, onProgress, signal);
  try {
    stopIfNothingWasReached(run, wanted, only.only);
  } catch (error) {
    await journal?.close();
    throw error;
  }
  const outcome = run.cancelled ? 'cancelled' : 'finished';
  await keepRun(wanted.history, site, { id, siteName, outcome }, run);
  const signed = await reportOn(run, wanted, ports.now());
  await journal?.close();
  return signed;
}

/**
 * Writes the report of a run of this site that was cut off before it could: what it saw, and what it did not come to.
 *
 * @throws UseCaseError `bad-input` when there is none
 */
export async function recoverRun(
  wanted: Omit<CheckSite, 'nodes' | 'laptop' | 'planned'> & { readonly journals: RunJournals },
  now: Date,
): Promise<CheckedSite> {
  const { site, journals, earlier = [] } = wanted;
  const [latest, ...older] = await journals.interrupted(siteDigest(site));
  if (latest === undefined)
    throw new UseCaseError(
      'bad-input',
      'No run of this site was interrupted.',
      'A journal belongs to the site as it was then: undo later edits, and give the same --timeout-ms.',
    );
  await keepInterrupted(wanted);
  const planned = planSite(site, latest.laptop);
  stopIfNotMergeable(site, earlier, false, utcSeconds(now));
  const run = recordOfInterrupted(site, planned.plan, latest);
  const watch = watchOfInterrupted({ site, ...planned }, run, latest, utcSeconds(now));
  const signed = await reportOn(run, { ...wanted, planned }, now, watch);
  for (const { id } of [latest, ...older]) await journals.remove(id);
  return signed;
}

/** Keeps what runs of this site saw that were cut off, each once: their journals go with the next report. */
export async function keepInterrupted({
  site,
  journals,
  history,
}: Pick<CheckSite, 'site' | 'journals' | 'history'>): Promise<void> {
  if (journals === null || history === undefined) return;
  const interrupted = await journals.interrupted(siteDigest(site));
  if (interrupted.length === 0) return;
  const known = await history.read(site, false).catch(() => []);
  const ids = new Set(known.flatMap(({ lines }) => lines.map(({ id }) => id)));
  for (const run of [...interrupted].reverse()) {
    if (ids.has(run.id)) continue;
    const record = recordOfInterrupted(site, planSite(site, run.laptop).plan, run);
    const { id, siteName } = run;
    await keepRun(history, site, { id, siteName, outcome: 'interrupted' }, record);
  }
}

/** @throws UseCaseError `bad-input` when one of the earlier reports cannot be merged with a run of this site */
function stopIfNotMergeable(
  site: Site,
  earlier: readonly EarlierReport[],
  practice: boolean,
  now: string,
): void {
  for (const one of earlier) {
    const against = whyNotCarried({ site, practice, now }, one);
    if (against !== null) throw new UseCaseError('bad-input', against.message, against.cure);
  }
}

/** What a run has to check that is merged with earlier reports; nothing: all. */
export function whatToRepeat(
  { site, planned, earlier }: Pick<CheckSite, 'site' | 'planned' | 'earlier'>,
  practice: boolean,
  now: string,
): { readonly only?: ReadonlySet<string> } {
  if (earlier === undefined) return {};
  stopIfNotMergeable(site, earlier, practice, now);
  return { only: toRepeat({ site, ...planned, earlier, now }) };
}

/** Merges a run with the earlier reports, composes, signs and saves its report. */
export async function reportOn(
  run: RunRecord,
  wanted: Omit<CheckSite, 'nodes' | 'laptop' | 'journals'>,
  now: Date,
  watch?: WatchRecord,
): Promise<CheckedSite> {
  const { catalog, ruleSet, plan } = wanted.planned;
  const { site, siteName, folder, earlier } = wanted;
  const createdAt = utcSeconds(now);
  const merged =
    earlier === undefined
      ? { run, carriedFrom: [], left: [] }
      : carryOver({ site, ruleSet, plan, run, earlier, now: createdAt });
  const { carriedFrom } = merged;
  const signed = await signReport(
    {
      catalog,
      site,
      siteName,
      ruleSet,
      run: merged.run,
      folder,
      createdAt,
      carriedFrom,
      ...(watch === undefined ? {} : { watch }),
      id: randomUUID(),
      version,
    },
    wanted,
  );
  return { ...signed, left: merged.left };
}
