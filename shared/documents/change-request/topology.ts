import { unique } from '../../lib/order.ts';
import { cell, columns, flexible, heading, row, say, space, strong, table } from '../blocks.ts';
import type { Block, Row, Topology, TopologyEntry, TopologyNode, TopologyZone } from '../model.ts';
import { sideOf } from '../picture/picture-of-rules.ts';
import type { Side } from '../picture/types.ts';
import { ranges } from '../words.ts';
import { isMissing, severalZones, zoneOf, type NumberedLine, type RequestFacts } from './facts.ts';
import type { PartyInfo } from '../../rules/types.ts';

/** Height of one side of a picture, in its units: what a page holds. */
const sideHeight = 760;
const nodesPerPicture = 4;
const namesPerBox = 8;
const namesPerZone = 6;
const addressesPerRow = 40;
const addressesBesidePicture = 24;

/** Sections 2 and 3: the picture, and every address with the lines that it is in. */
export function topologyAndAddresses(facts: RequestFacts): Block[] {
  const pictures = picturesOf(facts);
  const rows = addressRows(facts);
  const topologyHead = heading(
    '2',
    'Topology',
    'solid: node starts · dashed: counterpart starts · figures: line numbers',
    'section-2',
  );
  const beside = rows.length <= addressesBesidePicture;
  const addresses: Block[] = [
    heading('3', 'Addresses', 'for your objects', 'section-3'),
    {
      ...table(
        'Every address of this request with the lines that it is in',
        [
          flexible(0.9, 'Zone'),
          flexible(1.25, 'Name'),
          flexible(1.5, 'Address'),
          flexible(beside ? 0.8 : 1.2, 'Lines'),
        ],
        rows,
      ),
      sideBySide: beside ? 1 : 2,
    },
    space(1.2),
    say('note', familyNote(facts)),
  ];
  const [first, ...more] = pictures;
  if (first === undefined)
    return [
      { kind: 'page-break' },
      topologyHead,
      say('body', 'No line passes a firewall: there is nothing to draw.'),
      ...addresses,
    ];
  return beside
    ? [{ kind: 'page-break' }, columns(6, [162, [topologyHead, first]], [105, addresses]), ...more]
    : [{ kind: 'page-break' }, topologyHead, first, ...more, space(4), ...addresses];
}

function familyNote(facts: RequestFacts): string {
  const v6 = facts.lines.some(({ line }) => line.family === 'v6');
  const zones =
    facts.site.zones.length === 0
      ? ' No zones were named for this site.'
      : ' Zone names were given with the site.';
  return v6
    ? `IPv4 and IPv6 addresses are never on one line.${zones}`
    : `All addresses are IPv4 or names. IPv6 would be on lines of its own; this site uses none.${zones}`;
}

function picturesOf(facts: RequestFacts): Topology[] {
  const zones = unique(facts.pairs.map(({ farZone }) => farZone)).flatMap((zone) =>
    (['inner', 'outer'] as const).flatMap((side) => pictureZone(facts, zone, side)),
  );
  if (zones.length === 0) return [];
  const nodes =
    facts.site.nodes.length <= nodesPerPicture
      ? facts.site.nodes.map((node) => pictureNode(facts, node))
      : [manyNodes(facts)];
  return split(zones).map((shown) => ({
    kind: 'topology',
    says: inWords(facts, shown),
    deployment: facts.site.deployment,
    nodes,
    firewalls: 'Firewalls of the customer',
    zones: shown,
  }));
}

/** At most so high, in units: heading, names, lines with addresses. */
function heightOf({ entries }: TopologyZone): number {
  const lines = ({ name, addresses, out, in: into }: TopologyEntry): number =>
    Math.ceil((addresses.length + 4) / 20) +
    Math.floor(name.length / 20) +
    (out === null || into === null ? 0 : 1);
  return entries.reduce((sum, entry) => sum + 36 + 14 * lines(entry), 24);
}

/** As many zones in a picture as a page holds. */
function split(zones: readonly TopologyZone[]): TopologyZone[][] {
  const pictures: TopologyZone[][] = [];
  let heights = { inner: sideHeight, outer: sideHeight };
  for (const zone of zones) {
    const height = heightOf(zone);
    const last = pictures.at(-1);
    if (last !== undefined && heights[zone.side] + height <= sideHeight) last.push(zone);
    else {
      heights = { inner: 0, outer: 0 };
      pictures.push([zone]);
    }
    heights[zone.side] += height;
  }
  return pictures;
}

function inWords(facts: RequestFacts, zones: readonly TopologyZone[]): string {
  const nodes = facts.site.nodes.map(({ name }) => name).join(', ');
  const parts = zones.map((zone) => {
    const told = zone.entries.map(({ name, out, in: into }) => {
      const arrows = [
        out === null ? '' : `lines ${out} start at the node`,
        into === null ? '' : `lines ${into} start there`,
      ];
      return `${name}, ${arrows.filter((text) => text !== '').join('; ')}`;
    });
    return `${zone.name}: ${told.join('. ')}`;
  });
  return `Topology: ${nodes} behind the firewalls of the customer. ${parts.join('. ')}.`;
}

type SiteNode = RequestFacts['site']['nodes'][number];

function pictureNode(facts: RequestFacts, node: SiteNode): TopologyNode {
  const inline = facts.site.deployment === 'inline';
  const port = (label: string, settings: SiteNode['lan'] | undefined, connected: boolean) => {
    const addresses =
      settings === undefined || !connected
        ? []
        : [settings.address, settings.address6].filter((text) => text !== null);
    const bare = addresses.map((text) => text.split('/')[0] ?? text);
    const nat = connected && settings?.natAddress != null ? [`outside ${settings.natAddress}`] : [];
    return {
      label,
      addresses: [...bare, ...nat],
      zone: connected ? zoneText(facts, bare) : 'not connected',
      connected,
    };
  };
  return {
    name: node.name,
    about: [`${facts.catalog.appliance} node, ${inline ? 'Inline' : 'One-Arm'}`],
    ports: [port('LAN port', node.lan, true), port('WAN port', node.wan, inline)],
  };
}

/** Many nodes as one box: their addresses are in section 3. */
function manyNodes(facts: RequestFacts): TopologyNode {
  const { nodes } = facts.site;
  const inline = facts.site.deployment === 'inline';
  const names = nodes.slice(0, namesPerBox).map(({ name }) => name);
  const more = nodes.length - names.length;
  const port = (label: string, addresses: readonly string[], connected: boolean) => ({
    label,
    addresses: connected ? [`${addresses.length} addresses, section 3`] : [],
    zone: connected ? zoneText(facts, addresses) : 'not connected',
    connected,
  });
  return {
    name: `${nodes.length} storage nodes`,
    about: [
      `${facts.catalog.appliance}, ${inline ? 'Inline' : 'One-Arm'}`,
      `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`,
    ],
    ports: [
      port(
        'LAN port',
        nodes.map(({ lan }) => lan.address.split('/')[0] ?? ''),
        true,
      ),
      port(
        'WAN port',
        nodes.flatMap(({ wan }) => wan?.address.split('/')[0] ?? []),
        inline,
      ),
    ],
  };
}

function zoneText(facts: RequestFacts, addresses: readonly string[]): string {
  const zones = unique(addresses.map((address) => zoneOf(facts.site, address)));
  const known = zones.filter((zone) => zone !== null);
  if (known.length === 0) return 'zone not given';
  const named = known.length === 1 ? `zone ${known.join('')}` : `${known.length} zones`;
  return known.length === zones.length ? named : `${named}, partly not given`;
}

/** The counterparts of a zone that stand on one side; none: no zone. */
function pictureZone(facts: RequestFacts, zone: string | null, side: Side): TopologyZone[] {
  const lines = facts.lines.filter(
    (each) => each.farZone === zone && sideOf(each.line, facts.site, facts.catalog) === side,
  );
  const names = unique(lines.map(({ farName }) => farName));
  if (names.length === 0) return [];
  const shown = names.slice(0, names.length > namesPerZone ? namesPerZone - 1 : namesPerZone);
  const entries = shown.map((name) =>
    pictureEntry(
      name,
      lines.filter(({ farName }) => farName === name),
    ),
  );
  const rest = lines.filter(({ farName }) => !shown.includes(farName));
  if (rest.length > 0)
    entries.push({
      ...pictureEntry(`and ${names.length - shown.length} more`, rest),
      addresses: 'section 3',
    });
  const name = zone === null ? 'Zone not given' : zone === severalZones ? 'Several zones' : `Zone ${zone}`;
  return [{ name, side, entries }];
}

/** Lines of one name. Nothing is drawn as a flow while an address of any of them is missing. */
function pictureEntry(name: string, lines: readonly NumberedLine[]): TopologyEntry {
  const addresses = unique(lines.flatMap(({ far }) => far).map(({ address }) => address));
  const of = (direction: 'in' | 'out'): string | null => {
    const numbers = lines.filter(({ line }) => line.direction === direction).map(({ number }) => number);
    return numbers.length === 0 ? null : arrowText(numbers);
  };
  return {
    name,
    addresses:
      addresses.length === 0
        ? 'to be supplied'
        : addresses.length > 4
          ? `${addresses.length} addresses, section 3`
          : addresses.join(', '),
    out: of('out'),
    in: of('in'),
    missing: lines.some(({ line }) => isMissing(line)),
  };
}

/** Line numbers; when they are too many for the picture, the first, the last and how many. */
function arrowText(numbers: readonly number[]): string {
  const text = ranges(numbers);
  return text.length <= 14 ? text : `${Math.min(...numbers)} … ${Math.max(...numbers)} (${numbers.length})`;
}

interface AddressUse {
  readonly zone: string;
  readonly name: string;
  readonly address: string;
  readonly lines: number[];
  readonly node: boolean;
}

function addressRows(facts: RequestFacts): Row[] {
  const uses = addressUses(facts);
  const rows = new Map<string, { use: AddressUse; addresses: string[] }>();
  for (const use of uses.values()) {
    const key = JSON.stringify([use.zone, use.name, use.lines]);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { use, addresses: [use.address] });
    else known.addresses.push(use.address);
  }
  const missing = facts.missing.map((each) =>
    row(
      cell('to be supplied'),
      cell(say('cell', strong(each.name))),
      cell({ kind: 'paragraph', style: 'cell', runs: [{ kind: 'missing', text: `see 5.${each.number}` }] }),
      cell(ranges(each.lines)),
    ),
  );
  return [...[...rows.values()].flatMap(({ use, addresses }) => chunked(facts, use, addresses)), ...missing];
}

function chunked(facts: RequestFacts, use: AddressUse, addresses: readonly string[]): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < addresses.length; start += addressesPerRow) {
    const lines = use.lines.length === facts.lines.length ? 'all' : ranges(use.lines);
    rows.push(
      row(
        cell(use.zone),
        { ...cell(say('cell', strong(start === 0 ? use.name : `${use.name} (continued)`))), bar: use.node },
        cell(addresses.slice(start, start + addressesPerRow).join(', ')),
        cell(lines),
      ),
    );
  }
  return rows;
}

function addressUses(facts: RequestFacts): Map<string, AddressUse> {
  const uses = new Map<string, AddressUse>();
  const add = (party: PartyInfo, name: string, number: number): void => {
    const address = addressText(party);
    const key = JSON.stringify([name, address]);
    const known = uses.get(key);
    if (known !== undefined) {
      if (!known.lines.includes(number)) known.lines.push(number);
      return;
    }
    const zone = zoneOf(facts.site, party.address) ?? 'not given';
    uses.set(key, { zone, name, address, lines: [number], node: party.role === 'node' });
  };
  for (const each of facts.lines) {
    for (const party of [...each.line.from, ...each.line.to]) {
      if (party.role === 'node') add(party, nodeName(facts, party), each.number);
    }
  }
  for (const each of facts.lines) {
    for (const party of each.far)
      if (party.role !== 'node') add(party, partyName(facts, each, party), each.number);
  }
  return uses;
}

/** A node's two ports have two addresses and so two names. */
function nodeName(facts: RequestFacts, party: PartyInfo): string {
  const name = party.label ?? party.node ?? '';
  if (facts.site.deployment !== 'inline') return `${name} (node)`;
  const wan = facts.site.nodes.some(({ wan: port }) =>
    [port?.address, port?.address6].some((text) => text?.split('/')[0] === party.address),
  );
  const lan = facts.site.nodes.some(({ lan: port }) =>
    [port.address, port.address6].some((text) => text?.split('/')[0] === party.address),
  );
  return wan || lan ? `${name}, ${wan ? 'WAN' : 'LAN'} port (node)` : `${name} (node)`;
}

/** One counterpart's own name: its label and role. */
function partyName(facts: RequestFacts, each: NumberedLine, party: PartyInfo): string {
  const role = facts.catalog.roles[party.role];
  if (party.label === null) return role === undefined ? each.line.title : role.title;
  return role === undefined ? party.label : `${party.label} (${role.singular})`;
}

/** `10.20.0.10`, with the other side's view of it. */
export function addressText(party: PartyInfo): string {
  return party.natAddress === null ? party.address : `${party.address} (outside ${party.natAddress})`;
}
