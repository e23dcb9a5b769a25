import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import type { KeptRun } from '../../../shared/ipc/contract.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';
import type { Site } from '../../../shared/site/schema.ts';
import type { RunJournal, RunJournals } from '../../store/run-journals.ts';
import { siteDigest } from '../check-site.ts';
import { planSite } from '../plan-site.ts';
import { recordOfInterrupted } from '../run/interrupted-run.ts';
import { utcSeconds } from '../run/utc.ts';
import { judgeLatest } from './latest-run.ts';
import type { LatestRun, OpenedSite } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';

/** Begins to take down a run of the window; null for practice, which is nothing to keep, and where the disk does not let us. */
export async function beginJournal(
  journals: RunJournals,
  { practice }: OpenedSite,
  site: Site,
  ports: Pick<WizardPorts, 'now' | 'newId' | 'laptop'>,
  startedAt: string = utcSeconds(ports.now()),
): Promise<RunJournal | null> {
  if (practice !== null) return null;
  const head = {
    site: siteDigest(site),
    siteName: '',
    startedAt,
    laptop: [...ports.laptop.addresses()],
  };
  return journals.begin(ports.newId(), head).catch(() => null);
}

/** The run of this site that was cut off, or ended without a report, before the program did; null: there is none. */
export async function keptRun(journals: RunJournals, draft: OpenedSite['draft']): Promise<LatestRun | null> {
  const parsed = parseSite(draft, findCatalog);
  if (!parsed.ok) return null;
  const site = parsed.value;
  const [latest] = await journals.interrupted(siteDigest(site));
  if (latest === undefined) return null;
  const { catalog, ruleSet, plan } = planSite(site, latest.laptop);
  return {
    site,
    catalog,
    ruleSet,
    run: recordOfInterrupted(site, plan, latest),
    carriedFrom: [],
    forget: () => journals.remove(latest.id),
  };
}

/** A kept run as the window shows it. */
export function shownRun(opened: OpenedSite, latest: LatestRun, now: Date): KeptRun {
  const { judgement, stale } = judgeLatest(opened, latest, now);
  return {
    stale,
    checks: judgement.checks,
    nodes: latest.run.nodes,
    cancelled: latest.run.cancelled,
    readiness: judgement.readiness.readiness,
  };
}
