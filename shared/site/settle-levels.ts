import type { Catalog, CatalogEntry, Direction, Level } from '../catalog/schema.ts';
import { judgeCondition } from './conditions.ts';
import type { EntryOverride, Site } from './schema.ts';

/** Where a value comes from: the vendor's table, our reading of it, or a person. */
export type Basis = 'source' | 'assumed' | 'chosen';

export interface SettledService {
  readonly service: string;
  readonly level: Level;
  readonly levelBasis: Basis;
}

/** One direction of an entry at a site. */
export interface SettledDirection {
  readonly direction: Direction;
  /** In the entry's order. */
  readonly services: readonly SettledService[];
  /** Two or more services of one level of which one is enough; empty: each stands by itself. */
  readonly anyOf: readonly string[];
}

/** A required service that a person took away. */
export interface TakenAway {
  /** E.g. `out 162/udp`. */
  readonly what: string;
  readonly how: 'disabled' | 'service' | 'direction' | 'level';
}

/** The key of a service in an override's level map. */
export function levelKey(direction: Direction, service: string): string {
  return `${direction} ${service}`;
}

/** The directions that an entry's own word gives, OUT first. */
export function directionsOf(word: 'in' | 'out' | 'both' | null): readonly Direction[] {
  if (word === null) return [];
  return word === 'both' ? ['out', 'in'] : [word];
}

/** The level that the catalogue gives a service: the first match, else as published. */
export function catalogLevel(
  catalog: Catalog,
  site: Site,
  entry: CatalogEntry,
  direction: Direction,
  service: string,
): { readonly level: Level; readonly basis: 'source' | 'assumed' } {
  const match = entry.levels.find(
    (level) =>
      level.direction === direction &&
      level.services.includes(service) &&
      (level.when === undefined || judgeCondition(level.when, catalog, site).holds),
  );
  return match ?? { level: 'as-published', basis: entry.origin === 'source' ? 'source' : 'assumed' };
}

/** Services that the catalogue alone would make required in a direction. */
export function requiredByCatalog(
  catalog: Catalog,
  site: Site,
  entry: CatalogEntry,
  direction: Direction,
): string[] {
  if (!directionsOf(entry.direction).includes(direction)) return [];
  const services = entry.anyOf?.choice ?? entry.services;
  return services.filter(
    (service) => catalogLevel(catalog, site, entry, direction, service).level === 'required',
  );
}

function overriddenLevel(override: EntryOverride, direction: Direction, service: string): Level | undefined {
  if (typeof override.level === 'string') return override.level;
  return override.level?.[levelKey(direction, service)];
}

function anyOfMembers(entry: CatalogEntry, services: readonly SettledService[]): string[] {
  if (entry.anyOf === null) return [];
  for (const level of ['required', 'optional', 'as-published'] as const) {
    const members = services.filter((service) => service.level === level);
    if (members.length >= 2) return members.map((member) => member.service);
  }
  return [];
}

/**
 * Levels of one direction after the site's override. A service that is chosen instead of a required one is required
 * itself; only what is taken away without such a replacement is reported.
 */
export function settleDirection(
  catalog: Catalog,
  site: Site,
  entry: CatalogEntry,
  direction: Direction,
  override: EntryOverride,
): { readonly settled: SettledDirection; readonly takenAway: readonly TakenAway[] } {
  const wanted = override.services ?? entry.anyOf?.choice ?? entry.services;
  const chosen = entry.services.filter((service) => wanted.includes(service));
  const base = chosen.map((service): SettledService => {
    const own = overriddenLevel(override, direction, service);
    if (own !== undefined) return { service, level: own, levelBasis: 'chosen' };
    const { level, basis } = catalogLevel(catalog, site, entry, direction, service);
    return { service, level, levelBasis: basis };
  });
  const isRequired = (services: readonly SettledService[], service: string): boolean =>
    services.some((one) => one.service === service && one.level === 'required');
  const before = requiredByCatalog(catalog, site, entry, direction);
  const lost = before.filter((service) => !isRequired(base, service));
  const narrowed = entry.anyOf !== null && base.some((one) => one.level === 'required');
  if (lost.length === 0 || narrowed) {
    return { settled: { direction, services: base, anyOf: anyOfMembers(entry, base) }, takenAway: [] };
  }
  const dropped = lost.some((service) => !chosen.includes(service));
  const services = base.map((one): SettledService => {
    const free = overriddenLevel(override, direction, one.service) === undefined;
    const instead = dropped && free && !before.includes(one.service);
    return instead ? { ...one, level: 'required', levelBasis: 'chosen' } : one;
  });
  const replaced = services.some((one) => one.level === 'required' && !before.includes(one.service));
  const takenAway = replaced
    ? []
    : lost.map((service): TakenAway => ({
        what: levelKey(direction, service),
        how: chosen.includes(service) ? 'level' : 'service',
      }));
  return { settled: { direction, services, anyOf: anyOfMembers(entry, services) }, takenAway };
}
