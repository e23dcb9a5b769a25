import {
  cell,
  fixed,
  flexible,
  heading,
  plain,
  rightAligned,
  row,
  say,
  space,
  strong,
  table,
} from '../blocks.ts';
import type { Block, Row } from '../model.ts';
import { count, levelWord, utcTime } from '../words.ts';
import {
  observedText,
  pathText,
  requiredFirst,
  serviceText,
  type NumberedRule,
  type ReportFacts,
} from './facts.ts';
import { carriedShort, carriedText } from './carried-over.ts';
import { vantageText } from './check-words.ts';
import { marked, needOf, ruleCell } from './rule-pieces.ts';
import { openSince, watchSummary } from './watch-times.ts';

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
      cell(observedText(each), ...carriedShort(each.checks)),
      cell(`${each.checks.length}`),
      {
        blocks: [
          { kind: 'paragraph', style: 'cell', runs: [{ kind: 'page-of', anchor: `rule-${each.rule.id}` }] },
        ],
      },
    ),
  );
  const lines = facts.request.lines.length;
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
    say(
      'note',
      `The request has ${count(lines, 'line')}: a line joins the ports of one service that share both ends, direction and need, so that 7a and 7b are two rules of line 7. Page 1 counts rules, and each set of which one is enough once.`,
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

interface Settled {
  readonly number: string;
  readonly mark: NumberedRule['mark'];
  readonly digest: string;
  readonly observed: string;
}

/** What people stand in for, also what no longer counts. */
export function settledRules(facts: ReportFacts): Block[] {
  const { attestations, waivers, createdAt } = facts.report;
  const known = new Map<string, Settled>([
    ...facts.rules.map((each): [string, Settled] => [
      each.rule.id,
      { number: each.number, mark: each.mark, digest: each.rule.digest, observed: observedText(each) },
    ]),
    ...facts.groups.map(({ group, members, mark }): [string, Settled] => [
      group.id,
      { number: members.join(', '), mark, digest: group.digest, observed: 'see its rules' },
    ]),
  ]);
  const rowOf = (
    entry: { rule: string; digest: string; by: string; at: string; expires: string | null },
    mark: 'attested' | 'waived',
    text: string,
  ): Row => {
    const subject = known.get(entry.rule);
    const ended = entry.expires !== null && entry.expires <= createdAt;
    const counts =
      subject?.mark === mark && subject.digest === entry.digest && !ended && entry.at <= createdAt;
    const state = counts ? 'counts' : ended ? 'ended' : 'does not count';
    return {
      ...(counts ? { anchor: `rule-${entry.rule}` } : {}),
      cells: [
        cell(subject?.number ?? 'not in this site'),
        cell(say('id', entry.rule)),
        cell(subject?.observed ?? 'nothing'),
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
    flexible(0.8, 'Observed'),
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
    const carried = carriedText(each.checks);
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
          ...(carried === null ? [] : [carried]),
        ),
        cell(...few([...new Set(each.checks.map(vantageText))])),
        cell(`${Math.round(slowest)} ms`),
        cell(
          each.checks[0]?.startedAt === null || each.checks[0] === undefined
            ? ''
            : utcTime(each.checks[0].startedAt),
          ...openSince(facts.report, each.rule.id),
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
    ...watchSummary(facts.report),
  ];
}

function few(texts: readonly string[]): string[] {
  return texts.length > 3 ? [...texts.slice(0, 3), `and ${texts.length - 3} more`] : [...texts];
}
