import { catalogDigest } from '../catalog/catalog-digest.ts';
import type { Catalog } from '../catalog/schema.ts';
import { isRoleFilled } from '../site/conditions.ts';
import type { Site } from '../site/schema.ts';
import type { SettledEntry } from '../site/settle-entry.ts';
import { settleEntry } from '../site/settle-entry.ts';
import { flowsOf } from './flows.ts';
import { groupFlows } from './groups.ts';
import type { RuleSeed } from './make-rules.ts';
import { makeRules } from './make-rules.ts';
import { noticesOf } from './notices.ts';
import { customSeeds, entrySeeds } from './seeds.ts';
import { throughProxy } from './through-proxy.ts';
import type { EntryState, RequirementTakenAway, Rule, RuleSet, Undecided } from './types.ts';

function entryState(catalog: Catalog, site: Site, settled: SettledEntry): EntryState {
  const { entry, on, because } = settled;
  const filled = entry.roles.some((role) => isRoleFilled(catalog, site, role));
  return { entry: entry.id, title: entry.title, on, because, emptyRoles: on && !filled ? entry.roles : [] };
}

function undecidedOf(site: Site, { entry, undecided }: SettledEntry): Undecided[] {
  if (undecided.length === 0) return [];
  return site.nodes.map((node) => ({
    entry: entry.id,
    node: node.name,
    title: entry.title,
    missing: undecided,
  }));
}

function takenAwayOf(site: Site, { entry, takenAway }: SettledEntry): RequirementTakenAway[] {
  const override = site.entries[entry.id];
  return takenAway.map(({ what, how }) => ({
    entry: entry.id,
    what,
    how,
    by: override?.by ?? '',
    reason: override?.reason ?? '',
  }));
}

function hasEmptySide(rule: Rule): boolean {
  return rule.from.length === 0 || rule.to.length === 0;
}

function seedsOf(catalog: Catalog, site: Site, settled: readonly SettledEntry[]): RuleSeed[] {
  return [
    ...settled.flatMap((one) => site.nodes.flatMap((node) => entrySeeds(catalog, site, node, one))),
    ...site.customRules.flatMap((rule, index) =>
      site.nodes.flatMap((node) => customSeeds(site, node, rule, index)),
    ),
  ];
}

/**
 * Catalogue x site -> rules, flows and any-of groups. Pure: the same input gives the same ids and digests.
 *
 * @param site a site that was checked against this catalogue (parseSite)
 */
export function deriveRules(catalog: Catalog, site: Site): RuleSet {
  const settled = catalog.entries.map((entry) => settleEntry(catalog, site, entry));
  const seeds = seedsOf(catalog, site, settled);
  const rules = seeds.flatMap((seed) => throughProxy(site, seed)).flatMap(makeRules);
  const flows = rules.flatMap((rule) => flowsOf(site, rule));
  const undecided = settled.flatMap((one) => undecidedOf(site, one));
  return {
    catalog: { id: catalog.id, version: catalog.version, sha256: catalogDigest(catalog) },
    deployment: site.deployment,
    rules,
    flows,
    groups: groupFlows(rules, flows),
    undecided,
    takenAway: settled.flatMap((one) => takenAwayOf(site, one)),
    entries: settled.map((one) => entryState(catalog, site, one)),
    notAnswered: Object.keys(catalog.features).filter((feature) => site.features[feature] === undefined),
    notices: noticesOf(catalog, site, settled, seeds),
    complete:
      undecided.length === 0 && !rules.some((rule) => rule.level === 'required' && hasEmptySide(rule)),
    draft: undecided.length > 0 || rules.some(hasEmptySide),
  };
}
