import { reportFacts, type ReportFacts } from '../../../shared/documents/readiness-report/facts.ts';
import { version } from '../../../shared/lib/version.ts';
import { composeReport } from '../../../shared/report/compose-report.ts';
import { utcSeconds } from '../run/utc.ts';
import { judgeLatest } from './latest-run.ts';
import type { LatestRun, OpenedSite } from './open-sites.ts';
import { nameOf } from './open-sites.ts';

const nobody = { name: '', email: '', publicKey: '', fingerprint: '' };

/** What the report of the latest run would say, were it signed now. */
function factsNow(opened: OpenedSite, latest: LatestRun, now: Date): ReportFacts {
  const { site } = judgeLatest(opened, latest, now);
  const { report } = composeReport({
    catalog: latest.catalog,
    site,
    siteName: nameOf(opened, site),
    ruleSet: latest.ruleSet,
    run: latest.run,
    id: '',
    createdAt: utcSeconds(now),
    version,
    previous: null,
    carriedFrom: latest.carriedFrom,
    ...(latest.watch === undefined ? {} : { watch: latest.watch }),
    signer: nobody,
  });
  return reportFacts({ report, sha256: '' });
}

/** Gives them again without work while neither the run nor the site changed: texts are copied one after the other. */
export function draftFacts(): (opened: OpenedSite, now: Date) => ReportFacts | null {
  let last: {
    readonly run: LatestRun['run'];
    readonly draft: OpenedSite['draft'];
    readonly facts: ReportFacts;
  } | null = null;
  return (opened, now) => {
    const { latest, draft } = opened;
    if (latest === null) return null;
    if (last?.run !== latest.run || last.draft !== draft)
      last = { run: latest.run, draft, facts: factsNow(opened, latest, now) };
    return last.facts;
  };
}
