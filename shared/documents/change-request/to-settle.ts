import { unique } from '../../lib/order.ts';
import { parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { isPrivate, parseCidr } from '../../lib/ip.ts';
import {
  cell,
  columns,
  faint,
  fixed,
  flexible,
  heading,
  row,
  say,
  space,
  strong,
  subheading,
  table,
  textField,
} from '../blocks.ts';
import type { Block, Cell, Field, Paragraph, Row } from '../model.ts';
import { listed, ranges } from '../words.ts';
import { farSide, type NumberedLine, type RequestFacts } from './facts.ts';
import { fieldId } from './line-cells.ts';

/** Services whose session begins with a TLS handshake that an inspecting device could answer. */
export const tlsServices: ReadonlySet<string> = new Set(['443/tcp', '636/tcp', '3269/tcp', '8443/tcp']);

/** Sections 5 and 6: what the customer still has to fill in; side by side unless section 5 asks for addresses. */
export function settleSections(facts: RequestFacts): Block[] {
  const wide = [...missingAddresses(facts), ...outsideAddresses(facts), ...undecided(facts)];
  const five: Block[] = [
    heading('5', 'Addresses and names to settle', 'you fill in the boxes', 'section-5'),
    ...wide,
    ...names(facts),
  ];
  const six: Block[] = [heading('6', 'TLS inspection', 'you decide', 'section-6'), ...tls(facts)];
  const narrow = wide.every(({ kind }) => kind === 'paragraph');
  return narrow ? [space(5), columns(6, [1, five], [1, six])] : [space(5), ...five, space(5), ...six];
}

function field(name: string, tip: string, required: boolean, look: Field['look'], heightMm = 5.6): Field {
  return { kind: 'field', name, tip, required, look, heightMm, caption: null };
}

function missingAddresses(facts: RequestFacts): Block[] {
  if (facts.missing.length === 0) {
    return [say('body', strong('Addresses still missing: none. '), 'Every line names its addresses.')];
  }
  const rows = facts.missing.map((each): Row => {
    const about = `${each.name}, lines ${ranges(each.lines)}`;
    return {
      anchor: `missing-${each.number}`,
      cells: [
        cell(say('cell', strong(`5.${each.number}`))),
        cell(ranges(each.lines)),
        cell(say('cell', strong(each.name))),
        cell(each.whoKnows),
        cell(field(`address.${each.key}.value`, `Addresses of ${about}`, true, 'missing')),
        cell(field(`address.${each.key}.zone`, `Zone of ${about}`, false, 'text')),
        cell(field(`address.${each.key}.by`, `Who gave the addresses of ${about}`, false, 'text')),
      ],
    };
  });
  return [
    say(
      'body',
      strong(`Addresses still missing: ${facts.missing.length}. `),
      'A line without an address is not a request: please do not read it as "any".',
    ),
    table(
      'Addresses that are still missing',
      [
        fixed(10, 'No.'),
        fixed(18, 'Lines'),
        flexible(1.1, 'Counterpart'),
        flexible(1.3, 'Who knows it'),
        flexible(1.7, 'Address, network or name (required)'),
        flexible(0.8, 'Zone'),
        flexible(0.9, 'Given by'),
      ],
      rows,
    ),
    space(2),
  ];
}

/** A private WAN address without its outside view: only the customer can know it. */
function outsideAddresses(facts: RequestFacts): Block[] {
  if (facts.site.deployment !== 'inline') return [];
  const nodes = facts.site.nodes.filter(({ wan }) => {
    const cidr = wan === undefined || wan.natAddress !== null ? null : parseCidr(wan.address);
    return cidr !== null && isPrivate(cidr.ip);
  });
  if (nodes.length === 0) return [];
  return [
    subheading('Outside address of a private WAN port'),
    say(
      'note',
      'To be filled by the customer: if your firewall translates this address, the other side sees another one.',
    ),
    table(
      'Outside addresses of WAN ports',
      [
        flexible(1, 'Node'),
        flexible(1, 'Address of its WAN port'),
        flexible(2, 'Address that the other side sees'),
      ],
      nodes.map((node) =>
        row(
          cell(say('cell', strong(node.name))),
          cell(node.wan?.address ?? ''),
          cell(
            field(
              `address.nat-${node.name.replaceAll('.', '-')}.value`,
              `Outside address of the WAN port of ${node.name}`,
              false,
              'text',
            ),
          ),
        ),
      ),
    ),
    space(2),
  ];
}

function undecided(facts: RequestFacts): Block[] {
  if (facts.ruleSet.undecided.length === 0) return [];
  const entries = new Map(facts.catalog.entries.map((entry) => [entry.id, entry]));
  const rows = facts.ruleSet.undecided.map((each) =>
    row(
      cell(say('cell', strong(each.title)), say('id', each.entry)),
      cell(each.node),
      cell((entries.get(each.entry)?.services ?? []).join(', ')),
      cell(
        `The vendor's table gives no ${listed(each.missing)}. It is not asked for before somebody chooses.`,
      ),
    ),
  );
  return [
    subheading('Undecided entries'),
    table(
      'Entries that are on and undecided',
      [flexible(1, 'Entry'), flexible(0.8, 'Node'), flexible(1, 'Services'), flexible(2.4, 'What is open')],
      rows,
    ),
    space(2),
  ];
}

function namedCounterparts(each: NumberedLine): { name: string; wildcard: boolean; place: number }[] {
  return farSide(each.line).flatMap((party, index) => {
    const parsed = parseEndpointAddress(party.address);
    if (!parsed.ok || (parsed.value.kind !== 'name' && parsed.value.kind !== 'wildcard')) return [];
    return [{ name: party.address, wildcard: parsed.value.kind === 'wildcard', place: index + 1 }];
  });
}

function names(facts: RequestFacts): Block[] {
  const rows = facts.lines.flatMap((each) =>
    namedCounterparts(each).map(({ name, wildcard, place }): Row => {
      const id = fieldId(each.line.id);
      const expected = farSide(each.line).find(({ address }) => address === name)?.expect ?? [];
      const boxes: Paragraph[] = (
        wildcard
          ? [['name', 'By name']]
          : [
              ['name', 'By name'],
              ['address', 'By address'],
            ]
      ).map(([value = '', label = '']) => ({
        kind: 'paragraph',
        style: 'cell',
        runs: [
          {
            kind: 'check-box',
            label,
            box: {
              group: `name.${id}.${place}.match`,
              value,
              tip: `How you permit ${name}, line ${each.number}: ${label}`,
              required: false,
            },
          },
        ],
      }));
      return row(
        cell(say('cell', strong(`${each.number}`))),
        cell(say('cell', strong(each.farName)), name),
        cell(expected.length === 0 ? 'not looked up for this request' : `expected: ${expected.join(', ')}`),
        { blocks: boxes },
        cell(
          field(
            `name.${id}.${place}.object`,
            `Object or address that you use for ${name}, line ${each.number}`,
            false,
            'text',
          ),
        ),
      );
    }),
  );
  if (rows.length === 0) return [];
  return [
    subheading('Counterparts known by name'),
    say(
      'note',
      'If your firewall cannot match names, please use the addresses and tell us: they can change without notice.',
    ),
    table(
      'Counterparts known by name',
      [
        fixed(10, 'Line'),
        flexible(1.5, 'Name'),
        flexible(1.1, 'Addresses'),
        fixed(22, 'You permit'),
        flexible(1.1, 'Object or', 'address you use'),
      ],
      rows,
    ),
  ];
}

function tls(facts: RequestFacts): Block[] {
  const lines = facts.lines.filter(
    ({ line }) => line.direction === 'out' && line.services.some((service) => tlsServices.has(service)),
  );
  if (lines.length === 0) return [say('body', 'No line of this request carries TLS towards a server.')];
  const rows = lines.map((each): Row => {
    const id = fieldId(each.line.id);
    const destinations = unique(farSide(each.line).map(({ address }) => address));
    const decision = (value: string, label: string): Paragraph => ({
      kind: 'paragraph',
      style: 'cell',
      runs: [
        {
          kind: 'check-box',
          label,
          box: {
            group: `tls.${id}.decision`,
            value,
            tip: `TLS inspection of line ${each.number}, ${each.line.title}: ${label}`,
            required: false,
          },
        },
      ],
    });
    const places: Cell = cell(
      say('cell', strong(each.farName)),
      destinations.length === 0
        ? 'to be supplied'
        : destinations.length > 4
          ? `${destinations.length} addresses, section 3`
          : destinations.join(', '),
    );
    return row(
      cell(say('cell', strong(`${each.number}`))),
      places,
      cell(
        each.line.services
          .filter((service) => tlsServices.has(service))
          .map((service) => `TCP ${service.split('/')[0] ?? ''}`)
          .join(', '),
      ),
      { blocks: [decision('exempt', 'Exempt'), decision('inspect', 'Inspect')] },
      cell(
        textField(`tls.${id}.ca`, `Name and contact of the inspecting CA, line ${each.number}`, null, 5.6),
      ),
    );
  });
  return [
    say(
      'note',
      "Please exempt these destinations. The node checks the server's certificate; a certificate made by an inspection device may be refused. If you must inspect, give us the CA certificate.",
    ),
    table(
      'Lines with TLS',
      [
        fixed(10, 'Line'),
        flexible(1.6, 'Destination'),
        fixed(17, 'Port'),
        fixed(22, 'Decision'),
        flexible(1.5, 'CA name and contact,', 'if inspected'),
      ],
      rows,
    ),
    ...(facts.draft ? [say('note', faint('Missing addresses: see 5.'))] : []),
  ];
}
