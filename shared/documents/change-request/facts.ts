import type { Catalog } from '../../catalog/schema.ts';
import { parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { contains, containsCidr, networkOf, parseCidr, type Cidr } from '../../lib/ip.ts';
import { unique } from '../../lib/order.ts';
import { consolidate, type Line } from '../../rules/lines.ts';
import type { Flow, PartyInfo, RuleSet } from '../../rules/types.ts';
import type { Site } from '../../site/schema.ts';

/** Everything that the sections of a change request share, worked out once. */

export interface RequestInput {
  readonly catalog: Catalog;
  readonly site: Site;
  readonly ruleSet: RuleSet;
  /** UTC, as 2026-11-24T20:41:07Z. */
  readonly createdAt: string;
  /** Version of this software. */
  readonly version: string;
  /** Made against the built-in practice node: marked everywhere. */
  readonly practice: boolean;
  /** File name of the site without its ending: names the files when the site gives no number. */
  readonly siteName: string;
}

/** A line with its place in this revision. */
export interface NumberedLine {
  readonly number: number;
  readonly line: Line;
  /** Zone of the node's side, and of the counterpart; null: not given. */
  readonly nodeZone: string | null;
  readonly farZone: string | null;
  /** The counterpart's side. */
  readonly far: readonly PartyInfo[];
  /** Its name, e.g. `DNS servers`, `szz-1 (peer node)`. */
  readonly farName: string;
  /** Number of the missing address in section 5; null: nothing is missing. */
  readonly missing: number | null;
}

/** Lines between the same two zones. */
export interface ZonePair {
  readonly nodeZone: string | null;
  readonly farZone: string | null;
  readonly port: 'lan' | 'wan';
  readonly lines: readonly NumberedLine[];
}

/** Addresses that nobody has given yet. */
export interface MissingAddress {
  /** Place in section 5. */
  readonly number: number;
  /** Part of the field name: an endpoint role, `custom-ID` or `node-NAME-PORT`. */
  readonly key: string;
  readonly name: string;
  readonly whoKnows: string;
  readonly lines: readonly number[];
}

export interface RequestFacts extends RequestInput {
  readonly lines: readonly NumberedLine[];
  readonly pairs: readonly ZonePair[];
  readonly sameSubnet: readonly Flow[];
  readonly missing: readonly MissingAddress[];
  readonly draft: boolean;
}

/** A zone that several of a line's counterparts lie in. */
export const severalZones = 'several zones';

export function requestFacts(input: RequestInput): RequestFacts {
  const { lines, sameSubnet } = consolidate(input.ruleSet);
  const placed = lines.map((line) => placeLine(input, line));
  const ordered = groupByZones(input.site, placed);
  const missing = findMissing(
    input,
    ordered.flatMap((pair) => pair.lines),
  );
  const numberOfKey = new Map(missing.map(({ key, number }) => [key, number]));
  const pairs = ordered.map((pair) => ({
    ...pair,
    lines: pair.lines.map((each) => ({
      ...each,
      missing: isMissing(each.line) ? (numberOfKey.get(missingKey(input, each.line)) ?? null) : null,
    })),
  }));
  return {
    ...input,
    lines: pairs.flatMap((pair) => pair.lines),
    pairs,
    sameSubnet,
    missing,
    draft: input.ruleSet.draft,
  };
}

export function isMissing(line: Line): boolean {
  return line.from.length === 0 || line.to.length === 0;
}

/** The node's own side of a line. */
export function nearSide(line: Line): readonly PartyInfo[] {
  return line.direction === 'out' ? line.from : line.to;
}

export function farSide(line: Line): readonly PartyInfo[] {
  return line.direction === 'out' ? line.to : line.from;
}

function placeLine(input: RequestInput, line: Line): Omit<NumberedLine, 'number'> {
  const far = farSide(line);
  return {
    line,
    far,
    farName: nameOfParties(input.catalog, far, line),
    nodeZone: zoneOfAll(input.site, nearSide(line)),
    farZone: zoneOfAll(input.site, far),
    missing: null,
  };
}

/** What a group of counterparts is called. */
function nameOfParties(catalog: Catalog, parties: readonly PartyInfo[], line: Line): string {
  const entry = catalog.entries.find(({ id }) => id === line.entry);
  if (parties.length === 0) {
    const roles = entry?.roles.map((role) => catalog.roles[role]?.title ?? role) ?? [];
    return roles.length === 0 ? line.title : roles.join(', ');
  }
  const labels = unique(parties.map(({ label }) => label));
  const [label] = labels;
  const names = unique(
    parties.map(({ role }) => {
      const known = catalog.roles[role];
      if (known === undefined) return role === 'proxy' ? 'Proxy' : line.title;
      const one = parties.filter((party) => party.role === role).length === 1;
      return one ? capital(known.singular) : known.title;
    }),
  );
  if (labels.length === 1 && label !== null && label !== undefined) {
    const role = catalog.roles[parties[0]?.role ?? ''];
    return parties.length === 1 && role !== undefined ? `${label} (${role.singular})` : label;
  }
  return names.join(', ');
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function zoneOfAll(site: Site, parties: readonly PartyInfo[]): string | null {
  const zones = unique(parties.map((party) => zoneOf(site, party.address)));
  return zones.length > 1 ? severalZones : (zones[0] ?? null);
}

/** The zone that an address lies in; the narrowest wins. */
export function zoneOf(site: Site, address: string): string | null {
  let best: { name: string; prefix: number } | null = null;
  for (const zone of site.zones) {
    for (const text of zone.addresses) {
      const prefix = coverage(text, address);
      if (prefix !== null && (best === null || prefix > best.prefix)) best = { name: zone.name, prefix };
    }
  }
  return best?.name ?? null;
}

/** How narrowly a zone's entry covers an address; null: not at all. */
function coverage(entry: string, address: string): number | null {
  const zone = asNetwork(entry);
  const own = asNetwork(address);
  if (zone === null || own === null) return entry.toLowerCase() === address ? 1000 : null;
  return containsCidr(zone, own) ? zone.prefix : null;
}

function asNetwork(text: string): Cidr | null {
  const cidr = parseCidr(text);
  if (cidr !== null) return networkOf(cidr);
  const parsed = parseEndpointAddress(text);
  if (!parsed.ok || parsed.value.kind !== 'host') return null;
  const { ip } = parsed.value;
  const network = { ip, prefix: ip.family === 'v4' ? 32 : 128 };
  return contains(network, ip) ? network : null;
}

/** Groups in the order of the site's zones, those without a zone last; inside a group in the order of the rules. */
function groupByZones(site: Site, lines: readonly Omit<NumberedLine, 'number'>[]): ZonePair[] {
  const order = new Map(site.zones.map(({ name }, index) => [name, index]));
  const rank = (zone: string | null): number =>
    zone === null ? 10_001 : zone === severalZones ? 10_000 : (order.get(zone) ?? 9_999);
  const groups = new Map<
    string,
    {
      nodeZone: string | null;
      farZone: string | null;
      port: 'lan' | 'wan';
      lines: Omit<NumberedLine, 'number'>[];
    }
  >();
  for (const each of lines) {
    const key = JSON.stringify([each.nodeZone, each.farZone, each.line.port]);
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, {
        nodeZone: each.nodeZone,
        farZone: each.farZone,
        port: each.line.port,
        lines: [each],
      });
    else group.lines.push(each);
  }
  const sorted = [...groups.values()].sort(
    (a, b) =>
      rank(a.nodeZone) - rank(b.nodeZone) ||
      rank(a.farZone) - rank(b.farZone) ||
      a.port.localeCompare(b.port, 'en'),
  );
  let number = 0;
  return sorted.map((group) => ({
    ...group,
    lines: group.lines.map((each) => ({ ...each, number: ++number })),
  }));
}

function missingKey(input: RequestInput, line: Line): string {
  const entry = input.catalog.entries.find(({ id }) => id === line.entry);
  if (nearSide(line).length === 0) return `node-${line.node}-${line.port}`;
  return entry === undefined ? `custom-${line.entry}` : entry.roles.join('-');
}

function findMissing(input: RequestInput, lines: readonly NumberedLine[]): MissingAddress[] {
  const found = new Map<string, { line: Line; farName: string; numbers: number[] }>();
  for (const { line, farName, number } of lines) {
    if (!isMissing(line)) continue;
    const key = missingKey(input, line);
    const known = found.get(key);
    if (known === undefined) found.set(key, { line, farName, numbers: [number] });
    else known.numbers.push(number);
  }
  return [...found].map(([key, { line, farName, numbers }], index) => ({
    number: index + 1,
    key,
    name: key.startsWith('node-') ? `${line.node}, address of the ${line.port.toUpperCase()} port` : farName,
    whoKnows: whoKnows(input, key, line),
    lines: numbers,
  }));
}

function whoKnows(input: RequestInput, key: string, line: Line): string {
  if (key.startsWith('node-')) return 'the requester';
  const entry = input.catalog.entries.find(({ id }) => id === line.entry);
  const roles = (entry?.roles ?? []).flatMap((role) => input.catalog.roles[role] ?? []);
  const told = roles.map(({ missing }) => missing).find((missing) => missing !== null);
  if (told !== undefined) return told;
  const known = roles[0]?.knownBy ?? 'technician';
  return known === 'customer'
    ? 'you, the customer'
    : known === 'vendor'
      ? input.catalog.vendorContact
      : 'the requester';
}
