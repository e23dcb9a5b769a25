import type { Catalog, CatalogEntry, NodePort } from '../catalog/schema.ts';
import { judgeCondition } from './conditions.ts';
import type { EntryOverride, Site } from './schema.ts';
import type { Basis, SettledDirection, TakenAway } from './settle-levels.ts';
import { directionsOf, levelKey, requiredByCatalog, settleDirection } from './settle-levels.ts';

/** What a site makes of one catalogue entry, before addresses come in. */
export interface SettledEntry {
  readonly entry: CatalogEntry;
  readonly on: boolean;
  /** `On because SMB is on.` */
  readonly because: string;
  /** OUT before IN. Empty when off or undecided. */
  readonly directions: readonly SettledDirection[];
  /** LAN before WAN. Empty when off or undecided. */
  readonly ports: readonly NodePort[];
  readonly portBasis: Basis;
  /** What the source leaves open and nobody chose, of an entry that is on. */
  readonly undecided: readonly ('direction' | 'port')[];
  /** Required services that the site's override takes away: each needs `by` and `reason`. */
  readonly takenAway: readonly TakenAway[];
}

function settleSwitch(
  entry: CatalogEntry,
  override: EntryOverride,
  catalog: Catalog,
  site: Site,
): { readonly on: boolean; readonly because: string; readonly byCatalog: boolean } {
  const { holds, clause } = judgeCondition(entry.on, catalog, site);
  if (override.enabled === false && holds)
    return { on: false, because: 'Off because the site switched it off.', byCatalog: true };
  if (override.enabled === true && !holds)
    return { on: true, because: 'On because the site switched it on.', byCatalog: false };
  const because = clause === '' ? 'On at every site.' : `${holds ? 'On' : 'Off'} because ${clause}.`;
  return { on: holds, because, byCatalog: holds };
}

function settlePorts(
  entry: CatalogEntry,
  override: EntryOverride,
  site: Site,
): { readonly ports: readonly NodePort[]; readonly portBasis: Basis } {
  if (site.deployment === 'one-arm') return { ports: ['lan'], portBasis: 'source' };
  if (override.port === 'both') return { ports: ['lan', 'wan'], portBasis: 'chosen' };
  if (override.port !== undefined) return { ports: [override.port], portBasis: 'chosen' };
  return { ports: entry.inline.port === null ? [] : [entry.inline.port], portBasis: 'assumed' };
}

/** Takes an entry together with the site's features and its override of the entry. */
export function settleEntry(catalog: Catalog, site: Site, entry: CatalogEntry): SettledEntry {
  const override = site.entries[entry.id] ?? {};
  const { on, because, byCatalog } = settleSwitch(entry, override, catalog, site);
  const { ports, portBasis } = settlePorts(entry, override, site);
  const nothing = { entry, on, because, directions: [], ports: [], portBasis, undecided: [], takenAway: [] };
  if (!on) {
    if (!byCatalog) return nothing;
    const required = directionsOf(entry.direction).flatMap((direction) =>
      requiredByCatalog(catalog, site, entry, direction).map((service) => levelKey(direction, service)),
    );
    return required.length === 0
      ? nothing
      : { ...nothing, takenAway: [{ what: required.join(', '), how: 'disabled' }] };
  }
  const directions = directionsOf(override.direction ?? entry.direction);
  const undecided = [
    ...(directions.length === 0 ? (['direction'] as const) : []),
    ...(ports.length === 0 ? (['port'] as const) : []),
  ];
  if (undecided.length > 0) return { ...nothing, undecided };
  const settled = directions.map((direction) => settleDirection(catalog, site, entry, direction, override));
  const droppedDirections = directionsOf(entry.direction)
    .filter((direction) => !directions.includes(direction))
    .flatMap((direction) =>
      requiredByCatalog(catalog, site, entry, direction).map((service): TakenAway => ({
        what: levelKey(direction, service),
        how: 'direction',
      })),
    );
  return {
    entry,
    on,
    because,
    directions: settled.map((one) => one.settled),
    ports,
    portBasis,
    undecided: [],
    takenAway: [...settled.flatMap((one) => one.takenAway), ...droppedDirections],
  };
}
