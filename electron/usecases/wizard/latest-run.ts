import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { isPractice } from '../../../shared/report/compose-report.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';
import type { Site } from '../../../shared/site/schema.ts';
import type { RunJudgement } from '../../../shared/verdicts/judge-run.ts';
import { judgeRun } from '../../../shared/verdicts/judge-run.ts';
import { utcSeconds } from '../run/utc.ts';
import type { LatestRun, OpenedSite } from './open-sites.ts';

/** The same for two rule sets with the same contents. */
export function rulesDigest(ruleSet: RuleSet): string {
  return [...ruleSet.rules, ...ruleSet.groups]
    .map(({ id, digest }) => `${id} ${digest}`)
    .sort()
    .join('\n');
}

/** What a report of the latest run rests on. */
export interface JudgedRun {
  /**
   * The site as it was checked, with what may change afterwards without touching its rules: names, the request's words,
   * attestations and waivers.
   */
  readonly site: Site;
  readonly judgement: RunJudgement;
  /** The forms now describe other rules than those that were checked, or nothing valid. */
  readonly stale: boolean;
}

/** Judges the latest run anew: attestations and waivers may have come since. */
export function judgeLatest(opened: OpenedSite, latest: LatestRun, now: Date): JudgedRun {
  const parsed = parseSite(opened.draft, findCatalog);
  const today = parsed.ok ? parsed.value : null;
  const stale =
    today === null || rulesDigest(deriveRules(latest.catalog, today)) !== rulesDigest(latest.ruleSet);
  const { customer, technician, request, attestations, waivers } = today ?? latest.site;
  const site = { ...latest.site, customer, technician, request, attestations, waivers };
  const run = { ...latest.run, practice: isPractice(latest.run) };
  const judgement = judgeRun({ site, ruleSet: latest.ruleSet, run, createdAt: utcSeconds(now) });
  return { site, judgement, stale };
}
