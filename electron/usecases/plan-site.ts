import { findCatalog } from '../../shared/catalog/catalogs.ts';
import type { Catalog } from '../../shared/catalog/schema.ts';
import { planChecks } from '../../shared/plan/plan-checks.ts';
import type { CheckPlan } from '../../shared/plan/types.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import { UseCaseError } from './problem.ts';

/** More checks of one node than this need the person's explicit word: a mailed site file must not make us a scanner. */
export const mostChecks = 5000;

/** The same for all nodes together: many nodes with a little less each are as many packets. */
export const mostChecksInAll = 20_000;

export interface PlannedSite {
  readonly catalog: Catalog;
  readonly ruleSet: RuleSet;
  readonly plan: CheckPlan;
}

/**
 * Rules and checks of a site that was checked against its catalogue.
 *
 * @param laptop addresses of this laptop; null: not asked
 */
export function planSite(site: Site, laptop: readonly string[] | null): PlannedSite {
  const catalog = findCatalog(site.catalog);
  if (catalog === undefined) throw new Error(`There is no catalogue ${site.catalog}.`);
  const ruleSet = deriveRules(catalog, site);
  return { catalog, ruleSet, plan: planChecks(ruleSet, site, { laptop }) };
}

/** @throws UseCaseError when the plan is larger than a person should run unasked. */
export function boundPlan({ plan }: PlannedSite, allowLarge: boolean): void {
  if (allowLarge) return;
  if (plan.checks.length > mostChecksInAll)
    throw new UseCaseError(
      'bad-input',
      `This plan has ${plan.checks.length} checks in all; more than ${mostChecksInAll} are not run unasked.`,
      'Look at the plan first (gatecheck plan). If it is meant, add --allow-large.',
    );
  if (plan.largestNode <= mostChecks) return;
  throw new UseCaseError(
    'bad-input',
    `This plan has ${plan.largestNode} checks for one node; more than ${mostChecks} are not run unasked.`,
    'Look at the plan first (gatecheck plan). If it is meant, add --allow-large.',
  );
}
