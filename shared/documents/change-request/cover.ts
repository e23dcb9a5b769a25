import { unique } from '../../lib/order.ts';
import {
  cell,
  columns,
  faint,
  fixed,
  flexible,
  heading,
  plain,
  rightAligned,
  row,
  say,
  space,
  strong,
  subheading,
  table,
} from '../blocks.ts';
import type { Block, Paragraph, Run } from '../model.ts';
import { count, dateOf, given, levelWord, listed, ranges } from '../words.ts';
import { isMissing, type RequestFacts } from './facts.ts';
import { amountOf, deltaSentence, onlyBlockedSentence, removalSentence } from './rule-lead.ts';
import { change, customer, reasons, requester } from './contacts.ts';

/** Sections shown in the contents line, in order. */
function contents({ asks }: RequestFacts): readonly (readonly [string, string])[] {
  const removal = asks.kind === 'removal';
  const four = { request: 'Rules to permit', delta: 'Changes', removal: 'Rules to withdraw' } as const;
  return [
    ['1', 'Request and contacts'],
    ['2', 'Topology'],
    ['3', 'Addresses'],
    ['4', asks.kind === 'only-blocked' ? four.request : four[asks.kind]],
    ...(removal
      ? ([['7', 'Effect and way back']] as const)
      : ([
          ['5', 'Addresses and names'],
          ['6', 'TLS inspection'],
          ['7', 'Risk, test, way back'],
        ] as const)),
    ['8', 'Approvals'],
    ['9', 'Implementation record'],
    ['A', `Annexes A to ${asks.kind === 'delta' ? 'F' : 'E'}`],
  ];
}

/** What the document is called, on page 1 and on every other. */
export function documentName({ asks }: RequestFacts): string {
  return asks.kind === 'removal' ? 'Firewall removal request' : 'Firewall change request';
}

/** `Revision B, delta to A`. */
export function revisionText({ asks, site }: RequestFacts): string {
  const own = `Revision ${site.request.revision}`;
  return asks.kind === 'delta' ? `${own}, delta to ${asks.since.revision}` : own;
}

export function numberText(facts: RequestFacts): string {
  const { number } = facts.site.request;
  return number.trim() === '' ? 'No number given' : number;
}

/** Page 1: who asks whom for what, and section 1. */
export function cover(facts: RequestFacts): Block[] {
  return [
    columns(8, [1.62, titleBlocks(facts)], [1, [identityTable(facts)]]),
    space(3),
    { kind: 'box', look: 'ruled', blocks: [columns(7, [1.25, [sentence(facts)]], [1, whatWeAsk(facts)])] },
    ...takenAway(facts),
    space(4),
    heading('1', 'Request and contacts', null, 'section-1'),
    columns(6, [1, change(facts)], [1, customer(facts)], [1, requester(facts)]),
    space(4),
    columns(6, [2.08, reasons(facts)], [1, [linesPerZone(facts)]]),
    { kind: 'at-foot', blocks: [contentsLine(facts)] },
  ];
}

function titleBlocks(facts: RequestFacts): Block[] {
  const nodes = facts.site.nodes.length;
  const mode = facts.site.deployment === 'inline' ? 'Inline' : 'One-Arm';
  const what =
    nodes === 1 ? `a ${facts.catalog.appliance} node` : `${nodes} ${facts.catalog.appliance} nodes`;
  return [
    say('title', documentName(facts)),
    say('subtitle', subtitle(facts, `${what}, ${mode}`)),
    ...(facts.practice
      ? [
          space(2),
          {
            kind: 'box',
            look: 'dashed',
            blocks: [
              say(
                'note',
                strong('Practice.'),
                ' Made for the built-in practice node. Nothing in it concerns a real network.',
              ),
            ],
          } as const,
        ]
      : []),
  ];
}

function subtitle({ asks }: RequestFacts, what: string): string {
  switch (asks.kind) {
    case 'request':
      return `Installation of ${what}`;
    case 'delta':
      return `Changes for ${what}; delta to revision ${asks.since.revision}`;
    case 'removal':
      return `Removal of rules for ${what}`;
    case 'only-blocked':
      return `Installation of ${what}; only what does not work yet`;
  }
}

/** What this request takes the place of, or, for a removal, undoes. */
function supersedes({ asks, site: { request } }: RequestFacts): readonly [string, string] {
  if (asks.kind === 'removal') return ['Undoes', request.supersedes ?? 'not named'];
  if (asks.kind === 'delta')
    return ['Supersedes', request.supersedes ?? `nothing: adds to revision ${asks.since.revision}`];
  return ['Supersedes', request.supersedes ?? 'nothing (first)'];
}

function identityTable(facts: RequestFacts): Block {
  const { customer: who } = facts.site;
  const label = (text: string): Paragraph => say('label', faint(text));
  const value = (text: string): Paragraph => say('value', strong(text));
  return {
    kind: 'table',
    says: 'Number, revision, status, date and ticket of this request',
    columns: [flexible(0.8), flexible(1.5), flexible(0.9), flexible(1.2)],
    tight: true,
    groups: [
      {
        heading: null,
        rows: [
          row(
            cell(label('Number')),
            cell(value(numberText(facts))),
            cell(label('Revision')),
            cell(value(revisionText(facts).replace('Revision ', ''))),
          ),
          row(
            cell(label('Status')),
            cell(value(facts.draft ? 'Draft' : 'For decision')),
            cell(label(supersedes(facts)[0])),
            cell(say('value', supersedes(facts)[1])),
          ),
          row(
            cell(label('Date')),
            cell(say('value', dateOf(facts.createdAt))),
            cell(label('Your ticket')),
            cell(say('value', strong(given(who.ticket)))),
          ),
        ],
      },
    ],
  };
}

function nodeList(facts: RequestFacts): Run[] {
  const inline = facts.site.deployment === 'inline';
  const nodes = facts.site.nodes.map((node) => {
    const lan = node.lan.address.split('/')[0] ?? node.lan.address;
    const wan = inline && node.wan !== undefined ? `, WAN ${node.wan.address.split('/')[0] ?? ''}` : '';
    return `${node.name}, ${inline ? 'LAN ' : ''}${lan}${wan}`;
  });
  const shown = nodes.slice(0, 4).join('; ');
  const more = nodes.length > 4 ? `; and ${nodes.length - 4} more, section 3` : '';
  return [plain(count(nodes.length, 'storage node')), plain(' ('), strong(shown), plain(`${more})`)];
}

function sentence(facts: RequestFacts): Paragraph {
  const total = facts.lines.length;
  if (facts.draft) return draftSentence(facts);
  switch (facts.asks.kind) {
    case 'request':
      break;
    case 'delta':
      return say('sentence', ...deltaSentence(facts));
    case 'removal':
      return say('sentence', ...removalSentence(facts));
    case 'only-blocked':
      return say(
        'sentence',
        ...onlyBlockedSentence(facts),
        ' Nothing else is asked for, and no line says "any".',
      );
  }
  if (total === 0) {
    return say('sentence', strong('No line is asked for. '), 'No rule of this site passes a firewall.');
  }
  const of = (level: string): number => facts.lines.filter(({ line }) => line.level === level).length;
  const counterparts = unique(facts.lines.map(({ farName }) => farName)).length;
  const published = of('as-published');
  return say(
    'sentence',
    'Please permit ',
    strong(count(total, 'line')),
    ' between ',
    ...nodeList(facts),
    ` and the ${count(counterparts, 'named counterpart')} in section 3: `,
    strong(
      `${of('required')} required, ${of('optional')} optional, ${published} as published by the vendor.`,
    ),
    ' Nothing else is asked for, and no line says "any".',
  );
}

function draftSentence(facts: RequestFacts): Paragraph {
  const missing = facts.lines.filter(({ line }) => isMissing(line)).length;
  const counterparts = unique(facts.lines.map(({ farName }) => farName)).length;
  const undecided = unique(facts.ruleSet.undecided.map(({ title }) => title));
  const parts: string[] = [];
  if (missing > 0) {
    parts.push(
      `${facts.missing.length} of ${counterparts} counterparts ${facts.missing.length === 1 ? 'has' : 'have'} no address yet, so ${missing} of ${count(facts.lines.length, 'line')} cannot be implemented. The addresses are asked for in section 5.`,
    );
  }
  if (undecided.length > 0) {
    parts.push(
      `The vendor's table gives no direction or port for ${listed(undecided)}, and nobody has chosen them yet (section 5).`,
    );
  }
  const under = facts.site.request.number.trim() === '' ? '' : ' under the same number';
  return say(
    'sentence',
    strong('This is a draft. Do not implement it. '),
    `${parts.join(' ')} When this is settled, a complete request follows${under}.`,
  );
}

function whatWeAsk(facts: RequestFacts): Block[] {
  const { email } = facts.site.technician;
  const back = email.trim() === '' ? 'to the requester' : `to ${email}`;
  const steps = facts.draft
    ? [
        'Fill in the dashed boxes in section 5.',
        'Look through the other lines and tell us what you would not permit.',
        `Send this PDF back ${back}. Please do not sign and do not implement yet.`,
      ]
    : [markStep(facts), 'Sign in section 8.', recordStep(facts), `Send this PDF back ${back}.`];
  return [
    subheading('What we ask you to do'),
    { kind: 'steps', items: steps.map((text) => say('value', text)) },
  ];
}

function markStep(facts: RequestFacts): string {
  const permit = 'Approve, Deny, or In place if a rule of yours already permits it';
  const withdraw = 'Withdraw, or Keep if your rule serves other hosts too';
  if (facts.asks.kind === 'removal') return `Mark every line in section 4: ${withdraw}.`;
  return amountOf(facts, 'removed') === 0
    ? `Mark every line in section 4: ${permit}.`
    : `Mark every line in section 4: ${permit}; lines under Removed: ${withdraw}.`;
}

function recordStep({ asks }: RequestFacts): string {
  return asks.kind === 'removal'
    ? 'When the rules are withdrawn, fill in section 9.'
    : 'When the rules are active, fill in section 9.';
}

function takenAway(facts: RequestFacts): Block[] {
  const { takenAway: taken } = facts.ruleSet;
  if (taken.length === 0) return [];
  const how = {
    disabled: 'switched off',
    service: 'service left out',
    direction: 'direction left out',
    level: 'no longer required',
  } as const;
  const titles = new Map(facts.catalog.entries.map(({ id, title }) => [id, title]));
  return [
    space(3),
    {
      kind: 'box',
      look: 'dashed',
      blocks: [
        subheading('Required by the catalogue, taken away by a person'),
        ...taken.map((each) =>
          say(
            'note',
            strong(`${titles.get(each.entry) ?? each.entry}, ${each.what}: ${how[each.how]}`),
            ` by ${given(each.by)}. Reason: ${given(each.reason)}`,
          ),
        ),
        say('note', 'The site can be ready with exceptions at best.'),
      ],
    },
  ];
}

function linesPerZone(facts: RequestFacts): Block {
  const zones = unique(facts.pairs.map(({ farZone }) => farZone));
  const numbers = (lines: RequestFacts['lines']): string[] => {
    const amount = (test: (line: RequestFacts['lines'][number]['line']) => boolean): string =>
      `${lines.filter(({ line }) => test(line)).length}`;
    return [
      amount((line) => line.direction === 'out'),
      amount((line) => line.direction === 'in'),
      amount((line) => line.level === 'required'),
      amount((line) => line.level === 'optional'),
      amount((line) => line.level === 'as-published'),
    ];
  };
  const rows = zones.map((zone) =>
    row(
      cell(zone ?? 'Zone not given'),
      ...numbers(facts.lines.filter(({ farZone }) => farZone === zone)).map((text) => cell(text)),
    ),
  );
  const all = row(
    cell(say('cell', strong('All'))),
    ...numbers(facts.lines).map((text) => cell(say('cell', strong(text)))),
  );
  const head = [
    fixed(10, 'OUT'),
    fixed(9, 'IN'),
    fixed(17, levelWord('required')),
    fixed(18, levelWord('optional')),
    fixed(14, 'As publ.'),
  ];
  return table('Lines per zone', [flexible(1, 'Lines per zone'), ...head.map(rightAligned)], [...rows, all]);
}

function contentsLine(facts: RequestFacts): Paragraph {
  const runs: Run[] = [strong('Contents')];
  for (const [number, title] of contents(facts)) {
    runs.push(plain(`${number === '1' ? '  ' : ' · '}${number} ${title} `), {
      kind: 'page-of',
      anchor: `section-${number}`,
    });
  }
  return { kind: 'paragraph', style: 'note', runs };
}

/** Line numbers of lines that satisfy a test; `none` is written out. */
export function numbersOf(
  facts: RequestFacts,
  test: (line: RequestFacts['lines'][number]) => boolean,
): string {
  const numbers = facts.lines.filter(test).map(({ number }) => number);
  return numbers.length === 0 ? 'none' : ranges(numbers);
}
