import type { PartyInfo } from '../../rules/types.ts';
import {
  assumedMark,
  cell,
  columns,
  faint,
  fixed,
  flexible,
  heading,
  plain,
  row,
  say,
  space,
  strong,
  subheading,
  table,
} from '../blocks.ts';
import type { Block, Cell, CheckBox, Column, Paragraph, Row, Run } from '../model.ts';
import { count, levelWord, protocolLines } from '../words.ts';
import { severalZones, type NumberedLine, type RequestFacts, type ZonePair } from './facts.ts';
import { addressText } from './topology.ts';

const addressesInCell = 4;

/** Section 4: one row a line, grouped by the zones that it crosses. */
export function ruleSection(facts: RequestFacts): Block[] {
  const total = facts.lines.length;
  return [
    { kind: 'page-break' },
    heading('4', 'Rules to permit', `${count(total, 'line')}, one line is one decision`, 'section-4'),
    explanations(facts),
    space(1),
    ...(total === 0
      ? [say('body', 'No line is asked for: no rule of this site passes a firewall.')]
      : [lineTable(facts)]),
    ...sameSubnet(facts),
  ];
}

function explanations(facts: RequestFacts): Block {
  const all: CheckBox = {
    group: 'decision.all',
    value: 'approve',
    tip: 'Approve every line that has no mark of its own',
    required: false,
  };
  const inline = facts.site.deployment === 'inline';
  return columns(
    5,
    [
      1.15,
      [
        say(
          'note',
          strong('For every line: '),
          'action permit; stateful, so replies need no line of their own; source port chosen by the initiator; address translation as your network needs it, please note it in the comment.',
        ),
      ],
    ],
    [
      1.05,
      [
        say(
          'note',
          strong('OUT'),
          ' the node starts the session. ',
          strong('IN'),
          ' the counterpart starts it. ',
          strong('LAN, WAN'),
          " the node's physical port",
          ...(inline ? ["; the node's address in a line is that of its port"] : []),
          ". The node's cell has a bar on its left. No. is the place in this revision; the line id stays the same in every revision.",
        ),
      ],
    ],
    [
      1.05,
      [
        say(
          'note',
          assumedMark,
          ' assumed by us: the vendor\'s table does not state it (annex D). No check was made before this request. A line without an address is not a request: please do not read it as "any".',
        ),
      ],
    ],
    [
      0.8,
      [
        {
          kind: 'box',
          look: 'ruled',
          blocks: [
            {
              kind: 'paragraph',
              style: 'cell',
              runs: [{ kind: 'check-box', box: all, label: 'Approve every unmarked line' }],
            },
          ],
        },
      ],
    ],
  );
}

const tableColumns: readonly Column[] = [
  { ...fixed(8, 'No.'), align: 'right' },
  flexible(40, 'From: starts the session', 'name, address'),
  { ...fixed(15, 'Direction', 'node port'), align: 'center' },
  flexible(40, 'To: receives the session', 'name, address'),
  flexible(22, 'Protocol,', 'port at "To"'),
  flexible(33, 'Service', 'line id'),
  flexible(44, 'Why'),
  fixed(19, 'Need'),
  flexible(52, 'Your decision (required)', 'Comment (needed with Deny)'),
];

function lineTable(facts: RequestFacts): Block {
  return {
    kind: 'table',
    says: 'Lines to permit, with a decision to mark for each',
    columns: tableColumns,
    minRowMm: 9.4,
    groups: facts.pairs.map((pair) => ({
      heading: pairHeading(facts, pair),
      rows: pair.lines.map((each) => lineRow(each)),
    })),
  };
}

function pairHeading(facts: RequestFacts, pair: ZonePair): Paragraph {
  const about = facts.site.zones.find(({ name }) => name === pair.farZone)?.about ?? '';
  const port = facts.site.deployment === 'inline' ? ` ${pair.port.toUpperCase()} port` : '';
  const name = (zone: string | null): string => zone ?? 'zone not given';
  const far = pair.farZone === severalZones ? severalZones : name(pair.farZone);
  const amount = (direction: 'in' | 'out'): number =>
    pair.lines.filter(({ line }) => line.direction === direction).length;
  const tail = [about, `${amount('out')} out, ${amount('in')} in`].filter((text) => text !== '').join(' · ');
  const title =
    pair.nodeZone === null && pair.farZone === null
      ? `Zone not given, both sides (node${port})`
      : `${pair.nodeZone ?? 'Zone not given'} (node${port}) and ${far}`;
  return say('group', strong(title), faint(` · ${tail}`));
}

function lineRow(each: NumberedLine): Row {
  const { line, number } = each;
  return {
    anchor: `line-${number}`,
    cells: [
      cell(say('cell', strong(`${number}`))),
      sideCell(each, line.from, line.direction === 'out'),
      cell(
        { kind: 'paragraph', style: 'cell', runs: [{ kind: 'direction', direction: line.direction }] },
        {
          kind: 'paragraph',
          style: 'cell',
          runs: [
            plain(line.port.toUpperCase()),
            ...(line.portBasis === 'assumed' ? [plain(' '), assumedMark] : []),
          ],
        },
      ),
      sideCell(each, line.to, line.direction === 'in'),
      cell(...protocolLines(line.protocols).map((text) => say('port', strong(text)))),
      cell(line.title, say('id', line.id)),
      cell(...whyTexts(each)),
      cell(levelParagraph(line)),
      decisionCell(each),
    ],
  };
}

export function levelParagraph(line: NumberedLine['line']): Paragraph {
  const assumed = line.levelBasis === 'assumed' && line.level !== 'as-published';
  const runs: Run[] = [plain(levelWord(line.level)), ...(assumed ? [plain(' '), assumedMark] : [])];
  return { kind: 'paragraph', style: 'cell', runs };
}

function whyTexts(each: NumberedLine): string[] {
  const { why, group, temporary } = each.line;
  const ours = why.origin === 'custom' ? ['Added by the site, not by the vendor.'] : [];
  // A long reason stands in annex C in full: nothing is cut.
  const purpose = why.purpose.length <= 80 ? [why.purpose] : ['Reason: annex C.'];
  return [
    ...ours,
    ...purpose,
    ...(group === null || why.purpose.includes('enough') ? [] : ['One of the services is enough.']),
    ...(temporary ? ['For a limited time only.'] : []),
  ];
}

function sideCell(each: NumberedLine, parties: readonly PartyInfo[], isNode: boolean): Cell {
  if (parties.length === 0) {
    const text = each.missing === null ? 'To be supplied' : `To be supplied: see 5.${each.missing}`;
    const name = isNode ? `${each.line.node} (node)` : each.farName;
    return {
      ...cell(say('cell', strong(name)), {
        kind: 'paragraph',
        style: 'cell',
        runs: [{ kind: 'missing', text }],
      }),
      bar: isNode,
    };
  }
  const bar = isNode || parties.every(({ role }) => role === 'node');
  const name = isNode ? nodeName(parties) : each.farName;
  if (parties.length > addressesInCell) {
    return { ...cell(say('cell', strong(name)), `(${parties.length} addresses, section 3)`), bar };
  }
  return { ...cell(say('cell', strong(name)), parties.map(addressText).join(', ')), bar };
}

function nodeName(parties: readonly PartyInfo[]): string {
  const name = parties[0]?.node ?? parties[0]?.label ?? '';
  return parties.length > 1 ? `${name} (node, ${parties.length} addresses)` : `${name} (node)`;
}

/** A line id as part of a field name: dots would nest fields. */
export function fieldId(lineId: string): string {
  return lineId.replaceAll('.', '-');
}

function decisionCell(each: NumberedLine): Cell {
  if (each.missing !== null) return cell('Decide when the address is known.');
  const { line, number } = each;
  const id = fieldId(line.id);
  const about = `line ${number}, ${line.title}, ${protocolLines(line.protocols).join(', ')}`;
  const box = (value: string, label: string): Run => ({
    kind: 'check-box',
    label,
    box: { group: `line.${id}.decision`, value, tip: `Decision on ${about}: ${label}`, required: true },
  });
  return cell(
    {
      kind: 'paragraph',
      style: 'cell',
      runs: [box('approve', 'Approve'), box('deny', 'Deny'), box('in-place', 'In place')],
    },
    {
      kind: 'field',
      name: `line.${id}.comment`,
      tip: `Comment on ${about}`,
      required: false,
      look: 'text',
      heightMm: 4.3,
      caption: null,
    },
  );
}

function sameSubnet(facts: RequestFacts): Block[] {
  if (facts.sameSubnet.length === 0) return [];
  const rules = new Map(facts.ruleSet.rules.map((rule) => [rule.id, rule]));
  const merged = new Map<string, { services: string[]; from: string; to: string; title: string }>();
  for (const flow of facts.sameSubnet) {
    const rule = rules.get(flow.rule);
    const key = JSON.stringify([rule?.entry, rule?.direction, flow.from.address, flow.to.address]);
    const service = rule?.service ?? '';
    const known = merged.get(key);
    if (known === undefined) {
      merged.set(key, {
        services: [service],
        from: flow.from.address,
        to: flow.to.address,
        title: rule?.title ?? '',
      });
    } else known.services.push(service);
  }
  const rows = [...merged.values()].map((each) =>
    row(cell(each.title), cell(each.from), cell(each.to), cell(each.services.join(', '))),
  );
  return [
    space(4),
    subheading('Same subnet, no firewall rule expected'),
    say(
      'note',
      "Both ends of these flows lie in the node's own subnet. They are not asked for and have no line; they are checked with the others. If a device of yours filters inside the subnet, please tell us.",
    ),
    table(
      'Flows inside the subnet of a node',
      [
        flexible(1, 'Service'),
        flexible(1, 'From: starts the session'),
        flexible(1, 'To: receives the session'),
        flexible(1.2, 'Protocol and port at "To"'),
      ],
      rows,
    ),
  ];
}
