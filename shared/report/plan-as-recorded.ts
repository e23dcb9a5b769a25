import { chosenKey, planChecks } from '../plan/plan-checks.ts';
import type { CheckPlan } from '../plan/types.ts';
import type { RuleSet } from '../rules/types.ts';
import type { Report } from './schema.ts';

/**
 * The plan of a report's site. Where a laptop and another node both may start a check, the site alone does not say which
 * of them did: there the plan takes what is on record.
 */
export function planAsRecorded(report: Report, ruleSet: RuleSet): CheckPlan {
  const chosen = new Map(
    report.checks.flatMap(({ flow, vantage, target }) =>
      vantage.kind === 'node' ? [] : [[chosenKey(flow, target.port), vantage.kind] as const],
    ),
  );
  return planChecks(ruleSet, report.site, { laptop: null, chosen });
}
