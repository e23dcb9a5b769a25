import type { Catalog } from '../../catalog/schema.ts';
import { unique } from '../../lib/order.ts';
import type { PartyInfo, Rule, RuleSet } from '../../rules/types.ts';
import type { Site } from '../../site/schema.ts';
import { zoneOf } from '../change-request/facts.ts';
import type { Limits } from './group-lanes.ts';
import { groupLanes } from './group-lanes.ts';
import { nodesOf } from './nodes-of.ts';
import type { Picture, PictureItem, Place, Side, Sight } from './types.ts';

/** Few enough to be read at a glance. */
export const screenLimits: Limits = { lanes: 12, groups: 6 };

/** What was seen, by rule. Null: nobody looks. */
export type Sights = ReadonlyMap<string, Sight> | null;

/** In One-Arm one port carries everything; the usual port of Inline still says which side a counterpart lives on. */
export function sideOf(rule: Pick<Rule, 'port' | 'entry'>, site: Site, catalog: Catalog): Side {
  const known = catalog.entries.find(({ id }) => id === rule.entry);
  const port = site.deployment === 'one-arm' ? (known?.inline.port ?? 'lan') : rule.port;
  return port === 'lan' ? 'inner' : 'outer';
}

function farOf(rule: Rule): readonly PartyInfo[] {
  return rule.direction === 'out' ? rule.to : rule.from;
}

function nameOf(rule: Rule, far: readonly PartyInfo[], catalog: Catalog): string {
  if (far.length > 0 && far.every(({ role }) => role === 'proxy')) return 'Proxy';
  const roles = catalog.entries.find(({ id }) => id === rule.entry)?.roles ?? [];
  return roles.length === 0 ? rule.title : roles.map((role) => catalog.roles[role]?.title ?? role).join(', ');
}

/** Zone names are looked up once for each address, however many rules it is in. */
function zoneFinder(site: Site): (far: readonly PartyInfo[]) => Place {
  const known = new Map<string, string | null>();
  const find = (address: string): string | null => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const zone = zoneOf(site, address);
    known.set(address, zone);
    return zone;
  };
  return (far) => {
    if (site.zones.length === 0) return { kind: 'no-zone' };
    const zones = unique(far.map(({ address }) => find(address)));
    if (zones.length > 1) return { kind: 'several-zones' };
    const [zone = null] = zones;
    return zone === null ? { kind: 'no-zone' } : { kind: 'zone', name: zone };
  };
}

/** Every rule as an item; a rule all of whose flows stay in the port's own subnet passes no firewall. */
export function itemsOfRules(catalog: Catalog, site: Site, ruleSet: RuleSet): PictureItem[] {
  const placeOf = zoneFinder(site);
  const crossing = new Set(ruleSet.flows.filter(({ sameSubnet }) => !sameSubnet).map(({ rule }) => rule));
  return ruleSet.rules.map((rule): PictureItem => {
    const far = farOf(rule);
    const missing = rule.from.length === 0 || rule.to.length === 0;
    return {
      id: rule.id,
      entry: rule.entry,
      side: sideOf(rule, site, catalog),
      place: missing || crossing.has(rule.id) ? placeOf(far) : { kind: 'same-subnet' },
      name: nameOf(rule, far, catalog),
      way: rule.direction,
      service: rule.service,
      addresses: far.map(({ address }) => address),
      missing,
      assumed: rule.portBasis === 'assumed',
    };
  });
}

/** What is said of an item: what was seen of it, or that it has nobody to talk to. */
function sightOf(item: PictureItem, sights: Sights): Sight {
  const seen = sights?.get(item.id);
  // An address that is missing now was not missing for a run that has a record of it.
  if (item.missing && (seen === undefined || seen.check === null))
    return { state: 'no-address', observation: null, check: null };
  if (seen !== undefined) return seen;
  return { state: sights === null ? 'planned' : 'not-run', observation: null, check: null };
}

/** The picture of a site's rules, with what was seen of them. */
export function pictureOf(
  site: Site,
  items: readonly PictureItem[],
  sights: Sights,
  limits: Limits = screenLimits,
): Picture {
  const zones = site.zones.map(({ name }) => name);
  const side = (which: Side) => groupLanes(which, items, zones, limits, (item) => sightOf(item, sights));
  return {
    deployment: site.deployment,
    nodes: nodesOf(site),
    sides: { inner: side('inner'), outer: side('outer') },
  };
}
