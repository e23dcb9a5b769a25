import type { Catalog } from '../../catalog/schema.ts';
import type { DenialEffect } from '../../rules/denial/types.ts';
import type { Finding } from '../../lib/result.ts';
import type { Site, SiteEndpoint, SiteFile } from '../../site/schema.ts';
import type { Answer, SuppliedAddress } from './schema.ts';

/** What an answer would change in the site, after the technician's yes. Nothing that stands there is ever overwritten. */
export interface Proposal {
  /** The customer's ticket number; null: none came, or the site has one. */
  readonly ticket: string | null;
  readonly addresses: readonly ProposedAddresses[];
  /** What came and is not applied, and why. */
  readonly left: readonly Finding[];
  /** What the technician could do about denied lines; never done by itself. */
  readonly offers: readonly Offer[];
}

/** Addresses for a role that has none, or for a rule of the site's own. */
export interface ProposedAddresses {
  readonly place:
    { readonly kind: 'role'; readonly role: string } | { readonly kind: 'custom-rule'; readonly id: string };
  readonly title: string;
  readonly values: readonly string[];
}

export type Offer =
  | { readonly kind: 'switch-off'; readonly feature: string; readonly says: string }
  | { readonly kind: 'waiver'; readonly rules: readonly string[]; readonly says: string };

/** Works out what an answer would change. */
export function proposeChanges(answer: Answer, catalog: Catalog, site: Site, effect: DenialEffect): Proposal {
  const left: Finding[] = [];
  const addresses = answer.addresses.flatMap((each): ProposedAddresses[] => {
    if (each.values.length === 0) return [];
    const found = placeOf(each, catalog, site);
    if (found.ok) return [{ place: found.place, title: found.title, values: each.values }];
    left.push({ path: each.name, message: found.why, cure: found.cure });
    return [];
  });
  return { ticket: ticketOf(answer, site, left), addresses, left, offers: offersOf(catalog, site, effect) };
}

function ticketOf(answer: Answer, site: Site, left: Finding[]): string | null {
  const ticket = answer.ticket === '' ? answer.implementation.change : answer.ticket;
  const own = site.customer.ticket.trim();
  if (ticket === '' || ticket === own) return null;
  if (own === '') return ticket;
  left.push({
    path: 'Ticket',
    message: `The customer gives ${ticket}; the site has ${own}, which stays.`,
    cure: 'Change it in the site if the new number is the right one.',
  });
  return null;
}

type Place =
  | { readonly ok: true; readonly place: ProposedAddresses['place']; readonly title: string }
  | { readonly ok: false; readonly why: string; readonly cure: string };

function placeOf(each: SuppliedAddress, catalog: Catalog, site: Site): Place {
  const no = (why: string, cure: string): Place => ({ ok: false, why, cure });
  const typed = each.values.join(', ');
  if (each.key.startsWith('node-') || each.key.startsWith('nat-'))
    return no(
      `${typed} came for it. The node's own addresses are not taken from an answer.`,
      'Enter it with the node.',
    );
  const custom = /^custom-(.+)$/.exec(each.key)?.[1];
  if (custom !== undefined) {
    const rule = site.customRules.find(({ id }) => id === custom);
    if (rule === undefined)
      return no(`The site has no rule ${custom} any more.`, 'Enter the addresses by hand.');
    if (rule.endpoints.length > 0)
      return no(
        `The site has addresses for it now; ${typed} was not added.`,
        'Add them by hand if they belong there.',
      );
    return { ok: true, place: { kind: 'custom-rule', id: custom }, title: rule.title };
  }
  const role = catalog.roles[each.key];
  if (role === undefined)
    return no(
      `${typed} came for several roles at once.`,
      'Enter each address at the role that it belongs to.',
    );
  if ((site.endpoints[each.key] ?? []).length > 0)
    return no(
      `The site has addresses for it now; ${typed} was not added.`,
      'Add them by hand if they belong there.',
    );
  return { ok: true, place: { kind: 'role', role: each.key }, title: role.title };
}

function offersOf(catalog: Catalog, site: Site, effect: DenialEffect): Offer[] {
  const offers = effect.features.flatMap(({ feature, fate }): Offer[] => {
    const known = catalog.features[feature];
    if (fate === 'safe' || known === undefined || site.features[feature] !== true) return [];
    return [
      {
        kind: 'switch-off',
        feature,
        says: `Switch ${known.title} off: its rules are no longer asked for, and no longer count.`,
      },
    ];
  });
  const rules = effect.readiness.cannotPass;
  if (rules.length === 0) return offers;
  return [
    ...offers,
    {
      kind: 'waiver',
      rules,
      says: `Keep ${rules.length === 1 ? 'the rule' : `the ${rules.length} rules`} and record a waiver with the report: it then reads ready with exceptions at most.`,
    },
  ];
}

/** The site with a proposal in it. */
export function applyProposal(site: Site, { ticket, addresses }: Proposal): SiteFile {
  const endpoints: Record<string, SiteEndpoint[]> = { ...site.endpoints };
  let { customRules } = site;
  for (const { place, values } of addresses) {
    const list = values.map((address): SiteEndpoint => ({ address }));
    if (place.kind === 'role') endpoints[place.role] = list;
    else
      customRules = customRules.map((rule) => (rule.id === place.id ? { ...rule, endpoints: list } : rule));
  }
  const customer = ticket === null ? site.customer : { ...site.customer, ticket };
  return { ...site, customer, endpoints, customRules };
}
