import type { Catalog, CatalogNote } from '../../shared/catalog/schema.ts';
import type { SiteFile } from '../../shared/site/schema.ts';

type DraftRule = NonNullable<SiteFile['customRules']>[number];
type ProposedRule = CatalogNote['proposes'][number];

/** The addresses that a rule on a proposal has: those of the role that it is for, as the site has them. */
export function addressesFor(site: SiteFile, { role }: ProposedRule): NonNullable<DraftRule['endpoints']> {
  return [...(site.endpoints?.[role] ?? [])];
}

/** The role that the rule of this id, which a note proposes, is for; none: no note proposes it. */
export function proposedRole(catalog: Catalog, id: string): readonly string[] {
  return catalog.entries
    .flatMap(({ notes }) => notes.flatMap(({ proposes }) => proposes))
    .flatMap((one) => (one.id === id ? [one.role] : []));
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * A rule that was taken from a note of the catalogue goes on having the addresses of its role, until a person gives it others:
 * who enters the domain controllers after the rule enters them for it too.
 */
export function withProposedInStep(before: SiteFile, after: SiteFile, catalog: Catalog): SiteFile {
  const { customRules = [] } = after;
  if (customRules.length === 0 || before.endpoints === after.endpoints) return after;
  const proposals = new Map(
    catalog.entries
      .flatMap(({ notes }) => notes.flatMap(({ proposes }) => proposes))
      .map((one) => [one.id, one]),
  );
  const next = customRules.map((rule) => {
    const proposed = proposals.get(rule.id);
    const was = before.customRules?.find(({ id }) => id === rule.id);
    if (proposed === undefined || was === undefined) return rule;
    const followed =
      same(rule.endpoints, was.endpoints) && same(was.endpoints ?? [], addressesFor(before, proposed));
    return followed ? { ...rule, endpoints: addressesFor(after, proposed) } : rule;
  });
  return same(next, customRules) ? after : { ...after, customRules: next };
}
