import { cell, columns, fixed, flexible, heading, row, say, space, strong, textField } from '../blocks.ts';
import type { Block, Field, Row } from '../model.ts';
import { protocolLines } from '../words.ts';
import type { NumberedLine, RequestFacts } from './facts.ts';
import { fieldId } from './line-cells.ts';

/** Section 9: what the implementer fills in, in two columns. */
export function implementationRecord(facts: RequestFacts): Block[] {
  const head = heading('9', 'Implementation record', 'the implementer fills in', 'section-9');
  if (facts.draft) {
    return [
      space(6),
      head,
      say(
        'body',
        strong('This is a draft: please do not implement it.'),
        ' The complete request has a row here for each line.',
      ),
    ];
  }
  const field = (name: string, caption: string): Field => textField(`impl.${name}`, caption, caption, 6);
  const rows = facts.lines.map((each) => recordRow(each, 'Active since'));
  return [
    { kind: 'page-break' },
    head,
    columns(
      5,
      [1, [field('all.by', 'Implementer of all lines, if one person')]],
      [1, [field('firewall', 'Firewall or policy, if one for all')]],
      [1, [field('change', 'Change number in your system')]],
      [1, [field('policy-before', 'Policy version before the change')]],
    ),
    space(2),
    say(
      'note',
      'Active since: date and time in UTC at which the rule started to work, for example 2026-11-24 20:17:05. Rule name and time are required for approved lines; a line that was denied stays empty. After the window we add the result of our test for each line in the readiness report.',
    ),
    {
      kind: 'table',
      says: 'Implementation record: one row a line',
      columns: [
        { ...fixed(8, 'No.'), align: 'right' },
        flexible(1.35, 'Line, line id'),
        flexible(1.35, 'Firewall and rule name'),
        flexible(0.8, 'Implementer'),
        flexible(0.95, 'Active since (UTC)'),
      ],
      groups: [{ heading: null, rows }],
      sideBySide: 2,
      tight: true,
    },
  ];
}

/** What the implementer says of one line; `since` names the time: `Active since`, `Withdrawn at`. */
export function recordRow({ line, number }: NumberedLine, since: string): Row {
  const id = fieldId(line.id);
  const box = (part: string, tip: string): Field => ({
    kind: 'field',
    name: `impl.${id}.${part}`,
    tip: `${tip}, line ${number}, ${line.title}`,
    required: part !== 'by',
    look: 'text',
    heightMm: 6.4,
    caption: null,
  });
  return row(
    cell(say('cell', strong(`${number}`))),
    cell(
      say('cell', strong(protocolLines(line.protocols).join(', ')), ` ${line.direction.toUpperCase()}`),
      say('id', line.id),
    ),
    cell(box('rule', 'Firewall and rule name')),
    cell(box('by', 'Implementer')),
    cell(box('active', `${since}, UTC`)),
  );
}
