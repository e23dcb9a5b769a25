import type { Catalog, CatalogNote } from '../../../shared/catalog/schema.ts';
import { slug } from '../../../shared/lib/slug.ts';
import { addressesFor } from '../../state/proposed-rules.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

export type DraftRule = NonNullable<SiteFile['customRules']>[number];
export type ProposedRule = CatalogNote['proposes'][number];

/** What a person types of a rule. */
export interface TypedRule {
  readonly title: string;
  readonly direction: 'in' | 'out';
  readonly port: 'lan' | 'wan' | 'both';
  readonly services: string;
  readonly endpoints: string;
  readonly level: 'required' | 'optional';
  readonly reason: string;
}

const parts = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** An id that no other rule has: `backup-to-tape`, `backup-to-tape-2`. */
export function freeId(title: string, taken: readonly string[]): string {
  const plain = slug(title.normalize('NFKD')).replace(/-+/g, '-').replace(/^-|-$/g, '').slice(0, 36);
  const base = plain === '' ? 'rule' : plain;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

function takenIds(site: SiteFile, catalog: Catalog): readonly string[] {
  return [...catalog.entries.map(({ id }) => id), ...(site.customRules ?? []).map(({ id }) => id)];
}

/** A rule of the site's own; services and addresses are written as they were typed, and checked where they stand. */
export function withRule(site: SiteFile, catalog: Catalog, typed: TypedRule): SiteFile {
  const { title, direction, port, level, reason } = typed;
  const rule: DraftRule = {
    id: freeId(title, takenIds(site, catalog)),
    ...{ title: title.trim(), direction, port, level, reason: reason.trim() },
    services: parts(typed.services),
    endpoints: parts(typed.endpoints),
  };
  return { ...site, customRules: [...(site.customRules ?? []), rule] };
}

/** The rule that a note proposes, with the addresses that its role has now. */
export function withProposed(site: SiteFile, proposed: ProposedRule): SiteFile {
  const { id, title, direction, port, services, reason } = proposed;
  const rule: DraftRule = {
    ...{ id, title, direction, port, reason, services: [...services] },
    level: 'required',
    endpoints: addressesFor(site, proposed),
  };
  return { ...site, customRules: [...(site.customRules ?? []).filter((one) => one.id !== id), rule] };
}

export function withoutRule(site: SiteFile, id: string): SiteFile {
  return { ...site, customRules: (site.customRules ?? []).filter((rule) => rule.id !== id) };
}
