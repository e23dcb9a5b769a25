import {
  cell,
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
} from '../blocks.ts';
import type { Block, Column, Paragraph, Row } from '../model.ts';
import { count } from '../words.ts';
import { severalZones, type NumberedLine, type RequestFacts, type ZonePair } from './facts.ts';
import {
  decisionCell,
  directionCell,
  needCell,
  protocolCell,
  recordedCell,
  serviceCell,
  sideCell,
  whyCell,
} from './line-cells.ts';
import { amountOf, explanations, leadBox, ruleHeading } from './rule-lead.ts';

/** Section 4: one row a line, grouped by the zones that it crosses; in a delta by what becomes of it. */
export function ruleSection(facts: RequestFacts): Block[] {
  const [title, right] = ruleHeading(facts);
  return [
    { kind: 'page-break' },
    heading('4', title, right, 'section-4'),
    ...leadBox(facts),
    explanations(facts),
    space(1),
    ...(facts.lines.length === 0 ? [say('body', nothing(facts))] : [lineTable(facts)]),
    ...(facts.asks.kind === 'request' || facts.asks.kind === 'only-blocked' ? sameSubnet(facts) : []),
  ];
}

function nothing({ asks }: RequestFacts): string {
  switch (asks.kind) {
    case 'request':
      return 'No line is asked for: no rule of this site passes a firewall.';
    case 'delta':
      return 'Nothing changed: no line is asked for.';
    case 'removal':
      return 'No line is to be withdrawn.';
    case 'only-blocked':
      return 'No line is asked for: every line works already (annex A).';
  }
}

function tableColumns(facts: RequestFacts): Column[] {
  const { kind } = facts.asks;
  const checked = facts.lines.some(({ today }) => today !== null);
  const removed = amountOf(facts, 'removed');
  const needed = kind === 'removal' ? 'Keep' : removed > 0 ? 'Deny, Keep' : 'Deny';
  return [
    { ...fixed(8, 'No.'), align: 'right' },
    flexible(40, 'From: starts the session', 'name, address'),
    { ...fixed(15, 'Direction', 'node port'), align: 'center' },
    flexible(40, 'To: receives the session', 'name, address'),
    flexible(22, 'Protocol,', 'port at "To"'),
    flexible(33, 'Service', 'line id'),
    flexible(44, kind === 'removal' ? 'Your rule, as recorded' : 'Why'),
    fixed(19, ...(kind === 'removal' ? ['Need, then'] : checked ? ['Need', 'Today'] : ['Need'])),
    flexible(52, 'Your decision (required)', `Comment (needed with ${needed})`),
  ];
}

function lineTable(facts: RequestFacts): Block {
  const groups =
    facts.asks.kind === 'delta'
      ? changeGroups(facts)
      : facts.pairs.map((pair) => ({ heading: pairHeading(facts, pair), lines: pair.lines }));
  return {
    kind: 'table',
    says:
      facts.asks.kind === 'removal'
        ? 'Lines to withdraw, with a decision to mark for each'
        : 'Lines to permit, with a decision to mark for each',
    columns: tableColumns(facts),
    minRowMm: 9.4,
    groups: groups.map((group) => ({
      heading: group.heading,
      rows: group.lines.map((each) => lineRow(facts, each)),
    })),
  };
}

const changeWords = [
  ['added', 'Added', 'please permit'],
  ['changed', 'Changed', 'please permit the new value and withdraw the old one'],
  ['removed', 'Removed', 'please withdraw'],
] as const;

function changeGroups(facts: RequestFacts): { heading: Paragraph; lines: readonly NumberedLine[] }[] {
  return changeWords.flatMap(([kind, title, please]) => {
    const lines = facts.lines.filter(({ change }) => change.kind === kind);
    const tail = ` · ${count(lines.length, 'line')} · ${please}`;
    return lines.length === 0 ? [] : [{ heading: say('group', strong(title), faint(tail)), lines }];
  });
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

function lineRow(facts: RequestFacts, each: NumberedLine): Row {
  return {
    anchor: `line-${each.number}`,
    cells: [
      cell(say('cell', strong(`${each.number}`))),
      sideCell(each, 'from'),
      directionCell(each),
      sideCell(each, 'to'),
      protocolCell(each),
      serviceCell(each, facts.asks),
      facts.asks.kind === 'removal' ? recordedCell(facts, each) : whyCell(each),
      needCell(each),
      decisionCell(each),
    ],
  };
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
