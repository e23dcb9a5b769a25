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
import type { Block, Columns, Field } from '../model.ts';
import { count, rangesInParts } from '../words.ts';
import { numbersOf } from './cover.ts';
import type { NumberedLine, RequestFacts } from './facts.ts';

/** Section 7: what could go wrong, how it is tested, how it is undone. */
export function riskTestRollback(facts: RequestFacts): Block[] {
  const field = (name: string, caption: string): Field => textField(name, caption, caption, 6);
  return [
    space(5),
    heading('7', 'Risk, test, way back', null, 'section-7'),
    { ...threeTexts(facts), keepWithNext: true },
    // Fields of one row stand at one height, however long the texts above them are.
    columns(
      6,
      [1, [field('risk.by', 'Risk accepted by (name, date)')]],
      [1, [field('test.other', 'Other test you require')]],
      [1, [field('rollback.by', 'Way back checked by (name, date)')]],
    ),
    ...ifDenied(facts),
  ];
}

function threeTexts(facts: RequestFacts): Columns {
  const out = facts.lines.filter(({ line }) => line.direction === 'out').length;
  const inbound = facts.lines.length - out;
  const clear = numbersOf(facts, ({ line }) => line.services.includes('80/tcp'));
  const clearText =
    clear === 'none'
      ? ''
      : ` Lines ${clear} include HTTP (TCP 80), because the vendor's table lists it beside HTTPS; tell us if your policy forbids clear text.`;
  const control = facts.site.checks.negativeControl
    ? ' What we also send: one connection attempt per tested TCP port to an address that no host may have (annex B).'
    : '';
  return columns(
    6,
    [
      1,
      [
        subheading('Risk'),
        say(
          'note',
          `${count(out, 'line')} ${out === 1 ? 'is' : 'are'} started by the node, each towards named destinations. ${count(inbound, 'line')} ${inbound === 1 ? 'is' : 'are'} inbound to the node, each from named sources.${clearText}`,
        ),
      ],
    ],
    [
      1,
      [
        subheading('Test'),
        say(
          'note',
          `During the window we test each line from the node, or from the side that starts the session, with the line's own protocol where we speak it, and give you a signed report.${control}`,
        ),
      ],
    ],
    [
      1,
      [
        subheading('Way back'),
        say(
          'note',
          'Disable the rules of this request. The node keeps running; features that lose a line stop, as listed below. Nothing on your firewalls depends on the new rules.',
        ),
      ],
    ],
  );
}

function ifDenied(facts: RequestFacts): Block[] {
  const effects = new Map<string, NumberedLine[]>();
  for (const each of facts.lines) {
    const known = effects.get(each.line.why.ifDenied);
    if (known === undefined) effects.set(each.line.why.ifDenied, [each]);
    else known.push(each);
  }
  if (effects.size === 0) return [];
  const rows = [...effects].flatMap(([effect, lines]) =>
    rangesInParts(lines.map(({ number }) => number)).map((numbers) =>
      row(cell(say('cell', strong(numbers))), cell(effect)),
    ),
  );
  return [
    space(3),
    subheading('If a line is denied'),
    {
      kind: 'table',
      says: 'What is lost when a line is denied',
      columns: [fixed(26, 'Lines'), flexible(1, 'Effect')],
      groups: [{ heading: null, rows }],
      sideBySide: 2,
    },
  ];
}
