import type { Catalog } from '../../catalog/schema.ts';
import { parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { contains, containsCidr, networkOf, parseCidr, type Cidr } from '../../lib/ip.ts';
import { unique } from '../../lib/order.ts';
import type { Decision } from '../answer/schema.ts';
import type { CheckRecord } from '../../results/types.ts';
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
  /** Prints what a denial of each service costs (annex G). */
  readonly withDenials?: boolean;
}

/** What a request asks to do with a line. `changed`: withdraw `before`, permit the line as it is now. */
export type LineChange =
  | { readonly kind: 'permit' }
  | { readonly kind: 'added' }
  | { readonly kind: 'changed'; readonly before: Line }
  | { readonly kind: 'removed' };

/** How a line that is asked for stood when it was checked; `in-part`: something of it works, but not proven for all of it. */
export type Today = 'blocked' | 'not-tested' | 'in-part';

/** A line with its place in this revision. */
export interface NumberedLine {
  readonly number: number;
  readonly line: Line;
  readonly change: LineChange;
  /** Null: no check was made before this request. */
  readonly today: Today | null;
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

/** The request that a delta is compared with. */
export interface Since {
  readonly number: string | null;
  readonly revision: string;
  readonly createdAt: string;
  /** SHA-256 of its JSON file. */
  readonly sha256: string;
}

/** A line that a delta leaves as it is. */
export interface UnchangedLine {
  /** Numbered after the rows of the form. */
  readonly each: NumberedLine;
  /** Its number in the request before; null: it had none there. */
  readonly numberBefore: number | null;
  /** What the customer decided on it; null: no answer was given, or none to this line. */
  readonly decision: Decision | null;
}

/** The customer's rule for a line, by their implementation record. */
export interface RecordedRule {
  readonly rule: string;
  /** UTC; null: not given. */
  readonly active: string | null;
}

/** A line that works already: not asked for. */
export interface OpenLine {
  readonly each: NumberedLine;
  /** What its checks saw; one for each flow and target. */
  readonly checks: readonly CheckRecord[];
}

/** What kind of request it is, and what only that kind has. */
export type RequestKind =
  | { readonly kind: 'request' }
  | {
      readonly kind: 'delta';
      readonly since: Since;
      readonly unchanged: readonly UnchangedLine[];
      /** Sentences: what else differs between the two files, e.g. the version of the catalogue. */
      readonly remarks: readonly string[];
    }
  | {
      readonly kind: 'removal';
      /** Lines of the site without an address: nobody was asked to permit them. */
      readonly neverAsked: number;
      /** By line id. Empty: no answer to the request that it undoes was given. */
      readonly recorded: ReadonlyMap<string, RecordedRule>;
    }
  | {
      readonly kind: 'only-blocked';
      readonly report: { readonly id: string; readonly sha256: string; readonly createdAt: string };
      readonly open: readonly OpenLine[];
      /** Sentences: what of the report was not used, and why. */
      readonly remarks: readonly string[];
    };

export interface RequestFacts extends RequestInput {
  readonly asks: RequestKind;
  /** The rows of the form. A removed line is one to withdraw: look at `change` before anything is permitted. */
  readonly lines: readonly NumberedLine[];
  readonly pairs: readonly ZonePair[];
  readonly sameSubnet: readonly Flow[];
  readonly missing: readonly MissingAddress[];
  readonly draft: boolean;
}

/** A zone that several of a line's counterparts lie in. */
export const severalZones = 'several zones';

/** Every line of the site, as a whole request asks for them. */
export function requestFacts(input: RequestInput): RequestFacts {
  const { lines } = consolidate(input.ruleSet);
  const rows = lines.map((line) => placeLine(input, line, { kind: 'permit' }));
  return factsOfRows(input, { kind: 'request' }, numbered(groupByZones(input.site, rows)));
}

type Row = Omit<NumberedLine, 'number'>;
type Grouped<T> = Omit<ZonePair, 'lines'> & { readonly lines: readonly T[] };

function numbered(groups: readonly Grouped<Row>[]): NumberedLine[] {
  return groups.flatMap(({ lines }) => lines).map((each, index) => ({ ...each, number: index + 1 }));
}

/** The facts of a request that has these rows, in their order. */
export function factsOfRows(
  input: RequestInput,
  asks: RequestKind,
  rows: readonly NumberedLine[],
): RequestFacts {
  const missing = findMissing(input, rows);
  const numberOfKey = new Map(missing.map(({ key, number }) => [key, number]));
  const lines = rows.map((each) => ({
    ...each,
    missing: isMissing(each.line) ? (numberOfKey.get(missingKey(input, each.line)) ?? null) : null,
  }));
  return {
    ...input,
    asks,
    lines,
    pairs: groupByZones(input.site, lines),
    sameSubnet: input.ruleSet.flows.filter(({ sameSubnet }) => sameSubnet),
    missing,
    draft: input.ruleSet.draft,
  };
}

/** Of a request's rows those that it asks to permit. */
export function permitted(facts: RequestFacts): RequestFacts {
  const asked = ({ change }: NumberedLine): boolean => change.kind !== 'removed';
  return {
    ...facts,
    lines: facts.lines.filter(asked),
    pairs: facts.pairs
      .map((pair) => ({ ...pair, lines: pair.lines.filter(asked) }))
      .filter(({ lines }) => lines.length > 0),
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

export function placeLine(
  input: Pick<RequestInput, 'catalog' | 'site'>,
  line: Line,
  change: LineChange,
): Omit<NumberedLine, 'number'> {
  const far = farSide(line);
  return {
    line,
    change,
    today: null,
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

/** Groups in the order of the site's zones, those without a zone last; inside a group the order stays. */
function groupByZones<T extends Row>(site: Site, lines: readonly T[]): Grouped<T>[] {
  const order = new Map(site.zones.map(({ name }, index) => [name, index]));
  const rank = (zone: string | null): number =>
    zone === null ? 10_001 : zone === severalZones ? 10_000 : (order.get(zone) ?? 9_999);
  const groups = new Map<string, Omit<ZonePair, 'lines'> & { readonly lines: T[] }>();
  for (const each of lines) {
    const { nodeZone, farZone, line } = each;
    const key = JSON.stringify([nodeZone, farZone, line.port]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { nodeZone, farZone, port: line.port, lines: [each] });
    else group.lines.push(each);
  }
  return [...groups.values()].sort(
    (a, b) =>
      rank(a.nodeZone) - rank(b.nodeZone) ||
      rank(a.farZone) - rank(b.farZone) ||
      a.port.localeCompare(b.port, 'en'),
  );
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
