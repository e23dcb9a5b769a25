import type { Rule } from '../../../shared/rules/types.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

/** What a person decided of a rule. */
export interface RuleDecision {
  readonly kind: 'attested' | 'waived';
  readonly by: string;
  /** UTC; null: without an end. */
  readonly until: string | null;
}

/** The decision about a rule as it is now; null: nobody took one, or the rule changed since. */
export function decisionOf(site: SiteFile, { id, digest }: Pick<Rule, 'id' | 'digest'>): RuleDecision | null {
  const isOfRule = (one: { rule: string; digest: string }): boolean =>
    one.rule === id && one.digest === digest;
  const attested = site.attestations?.find(isOfRule);
  if (attested !== undefined) return { kind: 'attested', by: attested.by, until: attested.expires ?? null };
  const waived = site.waivers?.find(isOfRule);
  return waived === undefined ? null : { kind: 'waived', by: waived.by, until: waived.expires };
}
