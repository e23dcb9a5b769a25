import type { CheckRecord } from '../../results/types.ts';
import {
  assumedMark,
  cell,
  columns,
  faint,
  fixed,
  flexible,
  heading,
  pairs,
  plain,
  rightAligned,
  row,
  say,
  space,
  strong,
  table,
} from '../blocks.ts';
import type { Block, Cell, MarkShape, Paragraph, Row } from '../model.ts';
import { count, levelWord, utcTime } from '../words.ts';
import {
  markWord,
  observedText,
  pathText,
  requiredFirst,
  serviceText,
  type NumberedRule,
  type ReportFacts,
} from './facts.ts';

const rawLines = 12;

/** Every rule in one table, in the order and with the numbers of the request. */
export function allRules(facts: ReportFacts): Block[] {
  const { request } = facts.report.site;
  const number =
    request.number.trim() === '' ? 'the request' : `request ${request.number}, revision ${request.revision}`;
  const rows = facts.rules.map((each): Row =>
    row(
      cell(say('cell', strong(each.number))),
      cell(say('cell', strong(each.rule.title)), say('id', each.rule.id)),
      cell(...pathText(each).split(/ (?=to )/)),
      cell(say('port', strong(serviceText(each.rule.service)))),
      cell(needOf(each)),
      cell(marked(each.mark)),
      cell(observedText(each)),
      cell(`${each.checks.length}`),
      {
        blocks: [
          { kind: 'paragraph', style: 'cell', runs: [{ kind: 'page-of', anchor: `rule-${each.rule.id}` }] },
        ],
      },
    ),
  );
  const local = facts.rules.some(({ number: text }) => text.startsWith('S'));
  return [
    { kind: 'page-break' },
    heading(
      null,
      'All rules',
      `${count(facts.rules.length, 'rule')} in the order and with the numbers of ${number}`,
      'all-rules',
    ),
    table(
      'Every rule with its verdict',
      [
        rightAligned(fixed(9, 'No.')),
        flexible(1.5, 'Service', 'rule id'),
        flexible(1.2, 'From, to'),
        fixed(19, 'Protocol, port'),
        fixed(20, 'Need'),
        fixed(25, 'Verdict'),
        flexible(1.05, 'Observed'),
        rightAligned(fixed(12, 'Checks')),
        rightAligned(fixed(10, 'Page')),
      ],
      rows,
    ),
    ...(local
      ? [
          say(
            'note',
            'S: both ends lie in the subnet of the node. Checked and counted, but not asked for in the request.',
          ),
        ]
      : []),
    ...groupTable(facts),
  ];
}

function groupTable(facts: ReportFacts): Block[] {
  if (facts.groups.length === 0) return [];
  const rows = facts.groups.map(({ group, mark, title, members }) =>
    row(
      cell(say('cell', strong(title)), say('id', group.id)),
      cell(group.endpoint),
      cell(members.join(', ')),
      cell(levelWord(group.level)),
      cell(marked(mark)),
    ),
  );
  return [
    space(4),
    heading(null, 'One of several is enough', 'each of these counts once, its rules do not', 'groups'),
    table(
      'Sets of rules of which one is enough',
      [
        flexible(1.8, 'Service', 'id of the set'),
        flexible(1, 'Counterpart'),
        flexible(0.8, 'Rules'),
        fixed(22, 'Need'),
        fixed(25, 'Verdict'),
      ],
      rows,
    ),
  ];
}

function needOf(each: NumberedRule): Paragraph {
  const assumed = each.levelBasis === 'assumed' && each.rule.level !== 'as-published';
  return {
    kind: 'paragraph',
    style: 'cell',
    runs: [plain(levelWord(each.rule.level)), ...(assumed ? [plain(' '), assumedMark] : [])],
  };
}

function marked(mark: NumberedRule['mark']): Paragraph {
  return {
    kind: 'paragraph',
    style: 'cell',
    runs: [{ kind: 'mark', mark, sizeMm: 3, says: '' }, plain(' '), strong(markWord(mark))],
  };
}

function levels(rules: readonly NumberedRule[]): string {
  const required = rules.filter(({ rule }) => rule.level === 'required').length;
  return `${count(rules.length, 'rule')}: ${required} required, ${rules.length - required} not`;
}

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
      cell(observedText(each)),
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

function ruleCell(each: NumberedRule): Cell {
  const way = each.rule.direction.toUpperCase();
  return cell(
    say('cell', strong(each.rule.title), `, ${serviceText(each.rule.service)} ${way}`),
    say('id', each.rule.id),
  );
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
  const raw = shown.flatMap(rawText);
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
  const advice = shown.find((check) => check.advice !== null)?.advice;
  if (advice === undefined || advice === null) return [];
  return [
    say(
      'value',
      strong('Where: '),
      `${closed(advice.where)} `,
      strong('Owner: '),
      `${closed(advice.owner)} `,
      strong('Next: '),
      closed(advice.next),
    ),
  ];
}

/** A sentence with its full stop. */
function closed(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function vantageText({ vantage }: CheckRecord): string {
  const place = vantage.kind === 'node' ? `node ${vantage.node}` : 'laptop';
  return [place, vantage.interface, vantage.address].filter((text) => text !== null).join(', ');
}

function targetText({ target }: CheckRecord): string {
  return `${target.address}${target.port === null ? '' : `, ${target.protocol.toUpperCase()} ${target.port}`}`;
}

function routeText({ facts }: CheckRecord): string {
  if (facts.routePort === null) return facts.interfaceProven ? 'shown by the node' : 'not shown';
  const source = facts.routeSource === null ? '' : `, source ${facts.routeSource}`;
  return `by the ${facts.routePort === 'other' ? 'neither LAN nor WAN' : `${facts.routePort.toUpperCase()} port`}${source}`;
}

function attemptsText({ attempts, flaky }: CheckRecord): string {
  if (attempts.length === 0) return 'none';
  const times = attempts.map(({ ms }) => `${Math.round(ms)} ms`).join(', ');
  return `${attempts.length}: ${times}${flaky ? '; they differ' : ''}`;
}

function rawText(check: CheckRecord): string[] {
  const outcome = check.attempts.at(-1)?.outcome ?? check.observation;
  const facts = Object.entries(check.evidence)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`);
  return [`${targetText(check)}: ${[outcome, ...facts].join(' · ')}`];
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

/** What people stand in for, also what no longer counts. */
export function settledRules(facts: ReportFacts): Block[] {
  const { attestations, waivers, createdAt } = facts.report;
  const known = new Map<string, { number: string; mark: NumberedRule['mark'] }>([
    ...facts.rules.map(({ rule, number, mark }) => [rule.id, { number, mark }] as const),
    ...facts.groups.map(
      ({ group, members, mark }) => [group.id, { number: members.join(', '), mark }] as const,
    ),
  ]);
  const counts = (rule: string, mark: 'attested' | 'waived'): boolean => known.get(rule)?.mark === mark;
  const rowOf = (
    entry: { rule: string; by: string; at: string; expires: string | null },
    mark: 'attested' | 'waived',
    text: string,
  ): Row => {
    const ended = entry.expires !== null && entry.expires <= createdAt;
    const state = counts(entry.rule, mark) ? 'counts' : ended ? 'ended' : 'does not count';
    return {
      ...(counts(entry.rule, mark) ? { anchor: `rule-${entry.rule}` } : {}),
      cells: [
        cell(known.get(entry.rule)?.number ?? 'not in this site'),
        cell(say('id', entry.rule)),
        cell(entry.by),
        cell(text),
        cell(utcTime(entry.at)),
        cell(entry.expires === null ? 'no end' : utcTime(entry.expires), say('cell', strong(state))),
      ],
    };
  };
  const columnsOf = (what: string) => [
    rightAligned(fixed(12, 'No.')),
    flexible(1.4, 'Rule'),
    flexible(0.9, 'By'),
    flexible(1.5, what),
    fixed(24, 'When'),
    fixed(24, 'Ends'),
  ];
  return [
    space(5),
    heading(null, 'Attested rules', 'a person vouches for them; not proven by a check', 'attested'),
    ...(attestations.length === 0
      ? [say('body', 'No rule is attested.')]
      : [
          table(
            'Attested rules',
            columnsOf('How it was verified'),
            attestations.map((entry) => rowOf(entry, 'attested', entry.how)),
          ),
        ]),
    space(4),
    heading(null, 'Waived rules', 'a person accepts the gap, until a date', 'waived'),
    ...(waivers.length === 0
      ? [say('body', 'No rule is waived.')]
      : [
          table(
            'Waived rules',
            columnsOf('Reason'),
            waivers.map((entry) => rowOf(entry, 'waived', entry.reason)),
          ),
          say(
            'note',
            'From the end date on, a waiver no longer counts, and the same observations give "not ready".',
          ),
        ]),
  ];
}

/** What passed, with the evidence in short. */
export function passedRules(facts: ReportFacts): Block[] {
  const passed = facts.rules.filter(({ rule }) => rule.verdict === 'pass');
  const weak = passed.filter(({ mark }) => mark === 'weak').length;
  const rows = requiredFirst(passed).map((each): Row => {
    const slowest = Math.max(0, ...each.checks.flatMap(({ attempts }) => attempts.map(({ ms }) => ms)));
    const evidence = [
      ...new Set(each.checks.map(({ attempts, explanation }) => attempts.at(-1)?.outcome ?? explanation)),
    ];
    const carried =
      each.checks.find(({ carriedOverFrom }) => carriedOverFrom !== null)?.carriedOverFrom ?? null;
    return {
      anchor: `rule-${each.rule.id}`,
      cells: [
        cell(say('cell', strong(each.number))),
        ruleCell(each),
        cell(...few([...new Set(each.checks.map(({ target }) => target.address))])),
        cell(
          {
            kind: 'paragraph',
            style: 'cell',
            runs: [
              { kind: 'mark', mark: each.mark, sizeMm: 2.6, says: '' },
              plain(' '),
              strong(observedText(each)),
            ],
          },
          ...few(evidence),
          ...(carried === null ? [] : [`carried over from ${utcTime(carried.startedAt)}`]),
        ),
        cell(...few([...new Set(each.checks.map(vantageText))])),
        cell(`${Math.round(slowest)} ms`),
        cell(
          each.checks[0]?.startedAt === null || each.checks[0] === undefined
            ? ''
            : utcTime(each.checks[0].startedAt),
        ),
      ],
    };
  });
  return [
    { kind: 'page-break' },
    heading(null, 'Passed rules', `${count(passed.length, 'rule')}; ${weak} of them weaker`, 'passed'),
    ...(passed.length === 0
      ? [say('body', 'No rule passed.')]
      : [
          table(
            'Passed rules',
            [
              rightAligned(fixed(9, 'No.')),
              flexible(1.3, 'Rule'),
              flexible(1, 'Target'),
              flexible(1.5, 'Observed, evidence'),
              flexible(1, 'From'),
              rightAligned(fixed(14, 'Slowest')),
              fixed(20, 'Time'),
            ],
            rows,
          ),
          space(1),
          say(
            'note',
            `Every single check, with attempts, route and raw reply, is in the attached JSON (${facts.report.siteName}.readiness.json).`,
          ),
        ]),
  ];
}

function few(texts: readonly string[]): string[] {
  return texts.length > 3 ? [...texts.slice(0, 3), `and ${texts.length - 3} more`] : [...texts];
}
