import type { Rule, RuleSet } from '../../shared/rules/types.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { panzura, siteOf, smallSite } from './site-fixtures.ts';

/** Rules of the small One-Arm site with parts of its file replaced. */
export function rulesOf(parts: Partial<SiteFile> = {}): RuleSet {
  return deriveRules(panzura(), siteOf(smallSite(parts)));
}

/** The rules of one entry or custom rule. */
export function entryRules(set: RuleSet, entry: string): Rule[] {
  return set.rules.filter((rule) => rule.entry === entry);
}

/** `out 53/udp required` and so on: what a reader of the table would say. */
export function spoken(set: RuleSet, entry: string): string[] {
  return entryRules(set, entry).map((rule) => `${rule.direction} ${rule.service} ${rule.level}`);
}

/** A node with both ports. */
export const inlineNode = {
  name: 'gdn-1',
  lan: { address: '10.20.0.10/24' },
  wan: { address: '203.0.113.10/29' },
};
