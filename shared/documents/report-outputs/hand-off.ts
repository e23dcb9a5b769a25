import { practiceSentence } from '../../verdicts/readiness-sentence.ts';
import { pathText, requiredFirst, serviceText } from '../readiness-report/facts.ts';
import type { NumberedRule, ReportFacts } from '../readiness-report/facts.ts';
import { isCovered } from '../readiness-report/who-must-act.ts';
import { levelWord } from '../words.ts';
import { wrap } from '../wrapped-text.ts';
import { groupText } from './group-hand-off.ts';
import type { HandOffState } from './hand-off-parts.ts';
import {
  findingParts,
  framed,
  joined,
  labelled,
  observed,
  origin,
  portText,
  sides,
  when,
} from './hand-off-parts.ts';
import { settledEntry } from './settled-entry.ts';

/**
 * A rule that does not pass as plain text for the customer's ticket: what, from where, to where, what was seen, what it is
 * not, who acts next. Plain, because every ticket system takes it, and no name in it becomes markup by itself.
 */

function headline({ rule }: NumberedRule): string {
  const service = `${rule.title}, ${serviceText(rule.service)}`;
  return rule.verdict === 'fail'
    ? `Firewall path that does not work: ${service}`
    : `Firewall path that could not be proven: ${service}`;
}

function settledLines(facts: ReportFacts, each: NumberedRule): string[] {
  const entry = settledEntry(facts.report, each.rule);
  return entry === null ? [] : [labelled('Settled', entry.says)];
}

function body(facts: ReportFacts, each: NumberedRule): string[] {
  const { rule } = each;
  const { customer, request } = facts.report.site;
  const relevant = each.checks.filter(({ verdict }) => verdict === rule.verdict);
  const shown = relevant.length === 0 ? each.checks : relevant;
  const [from, to] = sides(each);
  const number =
    request.number.trim() === '' ? '' : ` of request ${request.number}, revision ${request.revision}`;
  return [
    labelled('Rule', `${rule.id} (no. ${each.number}${number})`),
    ...(customer.ticket.trim() === '' ? [] : [labelled('Your ticket', customer.ticket)]),
    labelled('From', from),
    labelled('To', to),
    labelled('Port', portText(rule.service)),
    labelled('Need', levelWord(rule.level)),
    labelled(
      'Observed',
      shown.length === 0 ? 'no check of this rule was made' : observed(shown, each.checks),
    ),
    labelled('When', when(shown)),
    ...settledLines(facts, each),
    ...findingParts(
      facts,
      shown.map((check) => ({ each, check })),
    ),
  ];
}

function textOf(facts: ReportFacts, each: NumberedRule, state: HandOffState = 'signed'): string {
  return framed(facts, state, `${headline(each)}, ${pathText(each)}`, body(facts, each));
}

export interface HandOff {
  readonly rule: string;
  /** Its number in the report: `7a`. */
  readonly number: string;
  readonly text: string;
}

/** For each rule that somebody has to act on: all that failed, and the required ones that could not be proven. */
export function handOffsOf(facts: ReportFacts): HandOff[] {
  return requiredFirst(facts.rules)
    .filter(
      (each) =>
        (each.mark === 'fail' || (each.mark === 'inconclusive' && each.rule.level === 'required')) &&
        !isCovered(facts, each),
    )
    .map((each) => ({ rule: each.rule.id, number: each.number, text: textOf(facts, each) }));
}

/**
 * The texts of these rules and any-of groups as one, in the order given. What passes, or is not in the report, has none.
 *
 * @param state `draft`: the report is not signed, and its text says so.
 */
export function handOffTextFor(facts: ReportFacts, ids: readonly string[], state: HandOffState): string {
  const rules = new Map(facts.rules.map((each) => [each.rule.id, each]));
  const groups = new Map(facts.groups.map((each) => [each.group.id, each]));
  return joined(
    ids.flatMap((id) => {
      const rule = rules.get(id);
      if (rule !== undefined) return rule.rule.verdict === 'pass' ? [] : [textOf(facts, rule, state)];
      const group = groups.get(id);
      return group === undefined || group.group.verdict === 'pass' ? [] : [groupText(facts, group, state)];
    }),
  );
}

/** The same one after the other. */
export function handOffTexts(facts: ReportFacts): string {
  const handOffs = handOffsOf(facts);
  if (handOffs.length === 0)
    return [
      ...(facts.report.practice ? [wrap(`*** ${practiceSentence} ***`), ''] : []),
      wrap(
        'No rule has to be handed off: none failed, and every required one passes, is attested or is waived.',
      ),
      ...origin(facts, 'signed'),
      '',
    ].join('\n');
  return joined(handOffs.map(({ text }) => text));
}
