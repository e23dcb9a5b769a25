import { cell, fixed, flexible, plain, rightAligned, row, say, space, strong, table } from '../blocks.ts';
import { byCodePoint } from '../../lib/order.ts';
import type { Block, Paragraph, Run } from '../model.ts';
import { count, utcTime } from '../words.ts';
import { requiredFirst, shortList, unitsOf, type NumberedRule, type ReportFacts } from './facts.ts';

/** How much page 1 shows of what may be long. */
export interface PageOneLimits {
  /** Owners who must act, of at most five. */
  readonly actors: number;
  /** Sentences for each of them. */
  readonly advice: number;
  readonly nodes: number;
  readonly takenAway: number;
  /** Characters of a name that a person gave; longer ones stand in the JSON. */
  readonly name: number;
  /** Rule numbers in a row. */
  readonly numbers: number;
  /** Space between the parts. */
  readonly gapMm: number;
}

interface Action {
  readonly owner: string;
  readonly next: Set<string>;
  readonly numbers: Set<string>;
}

/** Who has to do what, for the required rules that do not pass: one entry an owner. */
function actionsOf(facts: ReportFacts): Action[] {
  const actions = new Map<string, Action>();
  for (const each of requiredFirst(facts.rules)) {
    if (each.rule.level !== 'required' || !['fail', 'inconclusive'].includes(each.mark)) continue;
    if (isCovered(facts, each)) continue;
    for (const { owner, next } of adviceOf(facts, each)) {
      const action = actions.get(owner) ?? { owner, next: new Set(), numbers: new Set() };
      action.next.add(next);
      action.numbers.add(each.number);
      actions.set(owner, action);
    }
  }
  return [...actions.values()];
}

/** A member of a set of which one is enough, and one is. */
export function isCovered(facts: ReportFacts, { rule }: NumberedRule): boolean {
  const groups = facts.groups.filter(
    ({ group }) => rule.group !== null && group.id.startsWith(`${rule.group}#`),
  );
  return groups.length > 0 && groups.every(({ mark }) => mark !== 'fail' && mark !== 'inconclusive');
}

function adviceOf(facts: ReportFacts, each: NumberedRule): { owner: string; next: string }[] {
  const { rule, checks } = each;
  if (rule.from.length === 0 || rule.to.length === 0) {
    const missing = facts.request.missing.find(({ lines }) =>
      lines.includes(Number.parseInt(each.number, 10)),
    );
    return [
      {
        owner: capital(missing?.whoKnows ?? 'the requester'),
        next: `Give the addresses of ${missing?.name ?? rule.title}: without them the rule cannot be asked for or checked.`,
      },
    ];
  }
  const advised = checks
    .filter(({ verdict }) => verdict !== 'pass')
    .flatMap(({ advice }) => (advice === null ? [] : [advice]));
  if (advised.length > 0)
    return advised.map(({ owner, next }) => ({ owner: capital(owner), next: capital(next) }));
  return [{ owner: 'Technician', next: 'Check it: no check of this rule gave an answer in this run.' }];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The table of page 1: some of the owners, then where the rest stands. */
export function whoMustAct(facts: ReportFacts, { actors, advice, name, numbers }: PageOneLimits): Block[] {
  const actions = actionsOf(facts);
  const undecided = facts.ruleSet.undecided.length;
  const open: Block[] =
    undecided === 0
      ? []
      : [
          say(
            'body',
            `${count(undecided, 'entry', 'entries')} of the vendor's table ${undecided === 1 ? 'is' : 'are'} on and undecided: the technician chooses direction and port first.`,
          ),
        ];
  if (actions.length === 0) {
    const text =
      facts.summary.required.total === 0
        ? 'No rule is required here.'
        : 'Nobody: every required rule passes, is attested or is waived.';
    return [
      say('body', text),
      ...exceptions(facts),
      ...open,
      say('body', strong('Not in the way: '), notInTheWay(facts)),
    ];
  }
  const rows = actions
    .slice(0, actors)
    .map((action, index) =>
      row(
        cell(`${index + 1}`),
        cell(say('cell', strong(action.owner.length > name ? 'Named with the rules' : action.owner))),
        cell(...few([...action.next], advice)),
        cell(shortList([...action.numbers], numbers)),
      ),
    );
  const more = actions.length - rows.length;
  const rest: Paragraph[] =
    more === 0
      ? []
      : [
          {
            kind: 'paragraph',
            style: 'body',
            runs: [
              plain(`and ${more} more, page `),
              { kind: 'page-of', anchor: 'failed' },
              plain(' and after'),
            ],
          },
        ];
  return [
    table(
      'Who must act',
      [
        rightAligned(fixed(9, 'No.')),
        flexible(1, 'Who'),
        flexible(2.2, 'What to do'),
        flexible(0.6, 'Rules'),
      ],
      rows,
    ),
    space(1),
    ...rest,
    ...exceptions(facts),
    ...open,
    say('body', 'When this is done, these rules are checked again and a new report replaces this one.'),
    say('body', strong('Not in the way: '), notInTheWay(facts)),
  ];
}

function notInTheWay(facts: ReportFacts): string {
  const marks = [...unitsOf(facts, 'optional'), ...unitsOf(facts, 'as-published')];
  const failed = marks.filter((mark) => mark === 'fail').length;
  const unknown = marks.filter((mark) => mark === 'inconclusive').length;
  const total = failed + unknown;
  if (total === 0)
    return `none of the ${count(marks.length, 'rule')} that are optional or as published fails or is inconclusive.`;
  return `${count(total, 'rule')} that ${total === 1 ? 'is' : 'are'} optional or as published ${total === 1 ? 'does' : 'do'} not pass (${failed} failed, ${unknown} inconclusive). They do not count for the verdict.`;
}

function few(texts: readonly string[], most: number): string[] {
  const more = texts.length - most;
  if (more <= 0) return [...texts];
  return [
    ...texts.slice(0, most),
    most === 0 ? `${count(more, 'task')}, with the rules` : `and ${more} more, with the rules`,
  ];
}

/** What a person stands in for does not stay so by itself. */
function exceptions(facts: ReportFacts): Paragraph[] {
  const { attested, waived } = facts.summary.required;
  if (attested + waived === 0) return [];
  const where: Run[] = [
    strong('Later: '),
    plain(`the exceptions (${attested} attested, ${waived} waived), with names and reasons, are on page `),
    { kind: 'page-of', anchor: 'attested' },
    plain('.'),
  ];
  const covered = new Set(
    [
      ...facts.rules.map(({ rule, mark }) => ({ id: rule.id, mark })),
      ...facts.groups.map(({ group, mark }) => ({ id: group.id, mark })),
    ]
      .filter(({ mark }) => mark === 'waived')
      .map(({ id }) => id),
  );
  const { createdAt, waivers } = facts.report;
  const ends = waivers
    .filter(({ rule, expires }) => covered.has(rule) && expires > createdAt)
    .map(({ expires }) => expires)
    .sort(byCodePoint);
  const [first] = ends;
  const review =
    first === undefined
      ? ''
      : ` Review the waivers before ${utcTime(first)}: from then on the node counts as not ready again.`;
  return [{ kind: 'paragraph', style: 'body', runs: [...where, plain(review)] }];
}
