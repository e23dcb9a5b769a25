import {
  cell,
  columns,
  fixed,
  flexible,
  heading,
  row,
  say,
  space,
  strong,
  subheading,
  textField,
} from '../blocks.ts';
import type { Block, Field } from '../model.ts';
import { count, listed, ranges, rangesInParts } from '../words.ts';
import { unique } from '../../lib/order.ts';
import type { NumberedLine, RequestFacts } from './facts.ts';
import { recordRow } from './implementation.ts';

/** Sections 7 and 9 for lines that are to be withdrawn. */

function removed(facts: RequestFacts): readonly NumberedLine[] {
  return facts.lines.filter(({ change }) => change.kind === 'removed');
}

/** Section 7 of a removal: what stops, and how it is brought back. */
export function effectAndWayBack(facts: RequestFacts): Block[] {
  const field = (name: string, caption: string): Field => textField(name, caption, caption, 6);
  return [
    space(5),
    heading('7', 'Effect and way back', null, 'section-7'),
    columns(
      6,
      [
        1,
        [
          subheading('Effect'),
          say('note', effectText(facts)),
          field('risk.by', 'Effect accepted by (name, date)'),
        ],
      ],
      [
        1,
        [
          subheading('Test'),
          say(
            'note',
            'Nothing is tested before you withdraw. If you wish, we check afterwards what is still reachable, and give you a signed report.',
          ),
          field('test.other', 'Test you require'),
        ],
      ],
      [
        1,
        [
          subheading('Way back'),
          say(
            'note',
            'Permit the line again exactly as it is written in section 4. If one of your rules also serves other hosts, keep it and take only the hosts of the line out of it.',
          ),
          field('rollback.by', 'Way back checked by (name, date)'),
        ],
      ],
    ),
    ...effects(facts),
  ];
}

function effectText(facts: RequestFacts): string {
  const titles = unique(removed(facts).map(({ line }) => line.title));
  if (titles.length === 0) return 'None: no line is withdrawn.';
  return `${listed(titles)}: ${titles.length === 1 ? 'this stops' : 'these stop'} at ${listed(unique(removed(facts).map(({ line }) => line.node)))}, unless another rule of yours permits ${titles.length === 1 ? 'it' : 'them'} too. Nothing else on your firewalls depends on these lines, as far as we know.`;
}

function effects(facts: RequestFacts): Block[] {
  const byEffect = new Map<string, number[]>();
  for (const { line, number } of removed(facts)) {
    if (line.why.ifDenied.trim() === '') continue;
    byEffect.set(line.why.ifDenied, [...(byEffect.get(line.why.ifDenied) ?? []), number]);
  }
  if (byEffect.size === 0) return [];
  return [
    space(3),
    subheading('When a line is withdrawn'),
    {
      kind: 'table',
      says: 'What stops when a line is withdrawn',
      columns: [fixed(26, 'Lines'), flexible(1, 'Effect')],
      groups: [
        {
          heading: null,
          rows: [...byEffect].flatMap(([effect, numbers]) =>
            rangesInParts(numbers).map((part) => row(cell(say('cell', strong(part))), cell(effect))),
          ),
        },
      ],
      sideBySide: 2,
    },
  ];
}

/** What a delta adds to section 7 for the lines that it withdraws. */
export function effectOfRemoved(facts: RequestFacts): Block[] {
  const lines = removed(facts);
  if (lines.length === 0) return [];
  return [
    space(3),
    subheading('Lines that are withdrawn'),
    say(
      'note',
      strong(`${lines.length === 1 ? 'Line' : 'Lines'} ${ranges(lines.map(({ number }) => number))}. `),
      effectText(facts),
      ' Way back: permit the line again as it is written in section 4.',
    ),
  ];
}

/** Section 9 of a removal, and of a delta for the lines that it withdraws. */
export function withdrawalRecord(facts: RequestFacts): Block[] {
  const lines = removed(facts);
  if (lines.length === 0) return [];
  const field = (name: string, caption: string): Field => textField(`impl.${name}`, caption, caption, 6);
  const own = lines.length === facts.lines.length;
  const head: Block[] = own
    ? [
        { kind: 'page-break' },
        heading('9', 'Implementation record', 'the implementer fills in', 'section-9'),
        columns(
          5,
          [1, [field('all.by', 'Implementer of all lines, if one person')]],
          [1, [field('firewall', 'Firewall or policy, if one for all')]],
          [1, [field('change', 'Change number in your system')]],
          [1, [field('policy-before', 'Policy version before the change')]],
        ),
        space(2),
      ]
    : [space(4), subheading(`Withdrawn: ${count(lines.length, 'line')}`)];
  return [
    ...head,
    say(
      'note',
      'Withdrawn at: date and time in UTC at which the rule stopped to work, for example 2026-11-24 20:17:05. Rule name and time are required for lines marked Withdraw; a line that you keep stays empty.',
    ),
    {
      kind: 'table',
      says: 'Record of withdrawals: one row a line',
      columns: [
        { ...fixed(8, 'No.'), align: 'right' },
        flexible(1.35, 'Line, line id'),
        flexible(1.35, 'Firewall and rule name'),
        flexible(0.8, 'Implementer'),
        flexible(0.95, 'Withdrawn at (UTC)'),
      ],
      groups: [{ heading: null, rows: lines.map((each) => recordRow(each, 'Withdrawn at')) }],
      sideBySide: 2,
      tight: true,
    },
  ];
}
