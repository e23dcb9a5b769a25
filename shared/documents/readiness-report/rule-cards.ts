import type { CheckRecord } from '../../results/types.ts';
import { placeWord } from '../../verdicts/place-word.ts';
import {
  cell,
  columns,
  faint,
  fixed,
  flexible,
  heading,
  pairs,
  plain,
  rightAligned,
  say,
  space,
  strong,
  table,
} from '../blocks.ts';
import type { Block, MarkShape, Paragraph, Row } from '../model.ts';
import { levelWord, utcTime } from '../words.ts';
import {
  markWord,
  observedText,
  pathText,
  requiredFirst,
  serviceText,
  type NumberedRule,
  type ReportFacts,
} from './facts.ts';
import { carriedShort, carriedText } from './carried-over.ts';
import { attemptsText, closed, evidenceText, routeText, targetText, vantageText } from './check-words.ts';
import { levels, needOf, ruleCell } from './rule-pieces.ts';

const rawLines = 12;

/** One card a failed rule, then how to read the marks. */
export function failedRules(facts: ReportFacts): Block[] {
  const failed = requiredFirst(facts.rules.filter(({ mark }) => mark === 'fail'));
  const cards = failed.flatMap((each) => card(facts, each, 'card'));
  const none = failed.length === 0 ? [say('body', 'No rule failed.')] : [];
  return [
    { kind: 'page-break' },
    heading(null, 'Failed rules', levels(failed), 'failed'),
    ...none,
    ...cards,
    space(2),
    ...legend(),
  ];
}

/** Cards for the required ones, rows for the others. */
export function inconclusiveRules(facts: ReportFacts): Block[] {
  const open = requiredFirst(facts.rules.filter(({ mark }) => mark === 'inconclusive'));
  const required = open.filter(({ rule }) => rule.level === 'required');
  const others = open.filter(({ rule }) => rule.level !== 'required');
  const rows = others.map((each): Row => ({
    anchor: `rule-${each.rule.id}`,
    cells: [
      cell(say('cell', strong(each.number))),
      ruleCell(each),
      cell(needOf(each)),
      cell(observedText(each), ...carriedShort(each.checks)),
      cell(...explanations(each)),
    ],
  }));
  return [
    space(5),
    heading(null, 'Inconclusive rules', levels(open), 'inconclusive'),
    ...(open.length === 0 ? [say('body', 'No rule is inconclusive.')] : []),
    ...required.flatMap((each) => card(facts, each, 'card-hollow')),
    ...(rows.length === 0
      ? []
      : [
          table(
            'Inconclusive rules that are not required',
            [
              rightAligned(fixed(9, 'No.')),
              flexible(1.3, 'Rule'),
              fixed(23, 'Need'),
              flexible(0.7, 'Observed'),
              flexible(2, 'What we know'),
            ],
            rows,
          ),
        ]),
  ];
}

function explanations(each: NumberedRule): string[] {
  const texts = [
    ...new Set(each.checks.filter(({ verdict }) => verdict !== 'pass').map(({ explanation }) => explanation)),
  ];
  if (texts.length === 0) return [noCheck(each)];
  return texts.length > 3 ? [...texts.slice(0, 3), `and ${texts.length - 3} more in the JSON`] : texts;
}

function noCheck({ rule }: NumberedRule): string {
  return rule.from.length === 0 || rule.to.length === 0
    ? 'An address is missing, so there is nothing to check.'
    : 'No check of this rule was made in this run.';
}

function card(facts: ReportFacts, each: NumberedRule, look: 'card' | 'card-hollow'): Block[] {
  const relevant = each.checks.filter(({ verdict }) => verdict === each.rule.verdict);
  const shown = relevant.length === 0 ? each.checks : relevant;
  const title = `${each.number} · ${each.rule.title}, ${serviceText(each.rule.service)}, ${pathText(each)}`;
  const right = [levelWord(each.rule.level), markWord(each.mark), observedText(each)].join(' · ');
  const inGroup =
    each.rule.group !== null &&
    facts.groups.some(({ group }) => group.id.startsWith(`${each.rule.group ?? ''}#`));
  const head: Block = {
    kind: 'columns',
    gapMm: 3,
    columns: [
      {
        share: 2.2,
        blocks: [
          {
            kind: 'paragraph',
            style: 'body',
            runs: [
              { kind: 'mark', mark: each.mark, sizeMm: 3.4, says: markWord(each.mark) },
              plain(' '),
              strong(title),
            ],
          },
        ],
      },
      { share: 1, blocks: [{ kind: 'paragraph', style: 'note', align: 'right', runs: [faint(right)] }] },
    ],
  };
  return [
    {
      kind: 'box',
      look,
      anchor: `rule-${each.rule.id}`,
      blocks: [
        head,
        say('id', each.rule.id),
        space(0.8),
        ...(inGroup
          ? [say('note', 'One of a set of which one is enough: it does not count by itself.')]
          : []),
        ...cardBody(each, shown),
      ],
    },
  ];
}

function cardBody(each: NumberedRule, shown: readonly CheckRecord[]): Block[] {
  const [first] = shown;
  if (first === undefined) return [say('note', noCheck(each))];
  const carried = carriedText(shown);
  const raw = shown.map((check) => `${targetText(check)}: ${evidenceText(check)}`);
  const lines = raw.slice(0, rawLines);
  const more = raw.length - lines.length;
  return [
    columns(
      6,
      [
        1,
        [
          pairs(21, [
            ['From', vantageText(first)],
            ['Target', shown.length === 1 ? targetText(first) : `${shown.length} checks, below`],
            ['Engine', `${first.engine}, probe ${first.facts.probe}`],
            ['Time', first.startedAt === null ? 'not started' : utcTime(first.startedAt)],
            ...(carried === null ? [] : [['Carried over', carried.replace(/^carried over /, '')] as const]),
          ]),
        ],
      ],
      [
        1,
        [
          pairs(21, [
            ['Route', routeText(first)],
            ['Resolved to', first.target.resolved ?? 'not resolved'],
            ['Attempts', attemptsText(first)],
            [
              shown.length === 1 ? 'Check id' : 'Check ids',
              say('id', first.id, ...(shown.length === 1 ? [] : [` and ${shown.length - 1} more`])),
            ],
          ]),
        ],
      ],
    ),
    {
      kind: 'box',
      look: 'shaded',
      blocks: [
        ...lines.map((text) => say('mono', text)),
        ...(more > 0 ? [say('mono', `and ${more} more, in the JSON`)] : []),
      ],
    },
    ...explanations(each).map((text) => say('value', strong('What was seen: '), text)),
    ...adviceBlocks(shown),
  ];
}

function adviceBlocks(shown: readonly CheckRecord[]): Paragraph[] {
  const all = new Map(
    shown.flatMap(({ advice }) => (advice === null ? [] : [[advice.next, advice] as const])),
  );
  const advised = [...all.values()];
  const blocks = advised
    .slice(0, 3)
    .map((advice) =>
      say(
        'value',
        strong(`${placeWord(advice.confidence)}: `),
        `${closed(advice.where)} `,
        strong('Owner: '),
        `${closed(advice.owner)} `,
        strong('Next: '),
        closed(advice.next),
      ),
    );
  return advised.length > 3
    ? [...blocks, say('value', `and ${advised.length - 3} more, in the JSON`)]
    : blocks;
}

function legend(): Block[] {
  const item = (mark: MarkShape, word: string, text: string): Paragraph => ({
    kind: 'paragraph',
    style: 'note',
    runs: [{ kind: 'mark', mark, sizeMm: 3, says: '' }, plain(' '), strong(word), plain(` ${text}`)],
  });
  return [
    heading(null, 'How to read a check', null, 'legend'),
    columns(
      8,
      [
        1,
        [
          item('pass', 'Pass', 'the expected protocol answered (confirmed).'),
          item(
            'weak',
            'Pass, weaker',
            'the port opened (open); the service speaks no protocol that we can ask.',
          ),
          item(
            'fail',
            'Fail',
            'refused, rejected, filtered, unreachable, unresolved, intercepted, or by the wrong interface.',
          ),
        ],
      ],
      [
        1,
        [
          item(
            'inconclusive',
            'Inconclusive',
            'no answer on UDP, not testable, error, or not run. Nobody can tell.',
          ),
          item('attested', 'Attested', 'inconclusive, and a named person says how it was verified.'),
          item(
            'waived',
            'Waived',
            'failed or inconclusive, and a named person accepts the gap until a date.',
          ),
        ],
      ],
    ),
  ];
}
