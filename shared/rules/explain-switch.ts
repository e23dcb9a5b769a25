import type { Catalog, Deployment } from '../catalog/schema.ts';
import type { Site } from '../site/schema.ts';
import { deriveRules } from './derive-rules.ts';
import type { Rule, RuleSet } from './types.ts';

/** A switch that a person is about to make. */
export type SiteSwitch =
  | { readonly kind: 'feature'; readonly feature: string; readonly on: boolean }
  | { readonly kind: 'deployment'; readonly deployment: Deployment };

/** Which rules come, which go, and which stay with another content. */
export interface RuleDifference {
  readonly added: readonly Rule[];
  readonly removed: readonly Rule[];
  readonly changed: readonly { readonly before: Rule; readonly after: Rule }[];
}

/** Compares two rule sets by id and digest. */
export function compareRules(before: RuleSet, after: RuleSet): RuleDifference {
  const old = new Map(before.rules.map((rule) => [rule.id, rule]));
  const now = new Set(after.rules.map((rule) => rule.id));
  return {
    added: after.rules.filter((rule) => !old.has(rule.id)),
    removed: before.rules.filter((rule) => !now.has(rule.id)),
    changed: after.rules.flatMap((rule) => {
      const earlier = old.get(rule.id);
      return earlier === undefined || earlier.digest === rule.digest
        ? []
        : [{ before: earlier, after: rule }];
    }),
  };
}

function switched(site: Site, change: SiteSwitch): Site {
  switch (change.kind) {
    case 'feature':
      return { ...site, features: { ...site.features, [change.feature]: change.on } };
    case 'deployment':
      return { ...site, deployment: change.deployment };
  }
}

/** What a switch of a feature or of the mode would do to the rules. */
export function explainSwitch(catalog: Catalog, site: Site, change: SiteSwitch): RuleDifference {
  return compareRules(deriveRules(catalog, site), deriveRules(catalog, switched(site, change)));
}
