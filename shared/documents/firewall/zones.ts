import { unique } from '../../lib/order.ts';
import { shortHash } from './object-names.ts';
import { nameSafe } from './plain-ascii.ts';
import type { FirewallAddress, FirewallRule } from './types.ts';

/** Words that mean more than one zone, or something else than a zone, on some device. */
const reserved = new Set([
  'any',
  'all',
  'global',
  'default',
  'none',
  'self',
  'local',
  'multicast',
  'junos-host',
  'external',
  'trustsec',
]);

/** What a zone is called that nobody named: no device knows such a zone, so none takes the rule before it is filled in. */
const placeholder = 'PLACEHOLDER';

/** The site's zone names in the form that a device takes. */
export interface ZoneNames {
  /** The zone of a rule's sources, e.g. `CORE`; `PLACEHOLDER-LAN` (the node's port) or `PLACEHOLDER-FAR-dns` (the
   * counterparts of an entry) when not given. */
  readonly source: (part: ZonePart, rule: FirewallRule) => string;
  /** The zone of a rule's destinations. */
  readonly destination: (part: ZonePart, rule: FirewallRule) => string;
  /** Sentences about names that had to be changed. */
  readonly remarks: readonly string[];
}

/**
 * Names for all zones of the rules: those that fit stay as they are; the others keep letters, digits, hyphens. Two zones
 * never share a name, and none becomes a word that means every zone.
 */
export function zoneNames(rules: readonly FirewallRule[], most: number): ZoneNames {
  const zones = unique(rules.flatMap(({ from, to }) => [...from, ...to].map(({ zone }) => zone)));
  const given = zones.filter((zone) => zone !== null);
  const fits = (zone: string): boolean =>
    /^[A-Za-z][A-Za-z0-9_-]*$/.test(zone) &&
    zone.length <= most &&
    !reserved.has(zone.toLowerCase()) &&
    !zone.toUpperCase().startsWith(placeholder);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  // Names that stay as they are come first: a changed one has to make way for them.
  for (const zone of [...given.filter(fits), ...given.filter((zone) => !fits(zone))]) {
    let name = fits(zone) ? zone : `zone-${nameSafe(zone, most)}`.slice(0, most);
    if (taken.has(name.toLowerCase())) name = `${name.slice(0, most - 13)}-${shortHash(zone)}`;
    taken.add(name.toLowerCase());
    names.set(zone, name);
  }
  const nameOf = (zone: string | null, near: boolean, { port, entry }: FirewallRule): string =>
    (zone === null ? undefined : names.get(zone)) ??
    `${placeholder}-${near ? port.toUpperCase() : `FAR-${entry}`}`.slice(0, most);
  return {
    source: ({ fromZone }, rule) => nameOf(fromZone, rule.direction === 'out', rule),
    destination: ({ toZone }, rule) => nameOf(toZone, rule.direction === 'in', rule),
    remarks: [...names].flatMap(([zone, name]) =>
      zone === name
        ? []
        : [`The zone ${zone} is written ${name}. Put in the name that your device knows it by.`],
    ),
  };
}

/** A part of a rule whose sources lie in one zone, and whose destinations lie in one. */
export interface ZonePart {
  readonly fromZone: string | null;
  readonly toZone: string | null;
  readonly from: readonly FirewallAddress[];
  readonly to: readonly FirewallAddress[];
}

/** The rule as parts, one for each pair of zones: together they permit exactly what the rule does. */
export function byZonePairs({ from, to }: Pick<FirewallRule, 'from' | 'to'>): ZonePart[] {
  const sources = byZone(from);
  const destinations = byZone(to);
  return [...sources].flatMap(([fromZone, sourcesThere]) =>
    [...destinations].map(([toZone, destinationsThere]) => ({
      fromZone,
      toZone,
      from: sourcesThere,
      to: destinationsThere,
    })),
  );
}

/** As `byZonePairs`, for devices that look at the sources' zone only. */
export function bySourceZone({ from, to }: Pick<FirewallRule, 'from' | 'to'>): ZonePart[] {
  return [...byZone(from)].map(([fromZone, sourcesThere]) => ({
    fromZone,
    toZone: null,
    from: sourcesThere,
    to,
  }));
}

function byZone(addresses: readonly FirewallAddress[]): Map<string | null, FirewallAddress[]> {
  const zones = new Map<string | null, FirewallAddress[]>();
  for (const address of addresses) {
    const before = zones.get(address.zone);
    if (before === undefined) zones.set(address.zone, [address]);
    else before.push(address);
  }
  return zones;
}
