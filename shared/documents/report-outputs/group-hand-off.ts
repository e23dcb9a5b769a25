import type { NumberedGroup, NumberedRule, ReportFacts } from '../readiness-report/facts.ts';
import { pathText, serviceText } from '../readiness-report/facts.ts';
import { levelWord, listed } from '../words.ts';
import type { HandOffState } from './hand-off-parts.ts';
import { findingParts, framed, labelled, observed, part, sides, when } from './hand-off-parts.ts';
import { settledEntry } from './settled-entry.ts';

/** A set of rules of which one is enough, and none works: one text for all of them, so that nobody asks for each. */

const mostMembers = 12;

function wayText(each: NumberedRule): string {
  const [from, to] = sides(each);
  return `no. ${each.number}, ${serviceText(each.rule.service)}: from ${from}; to ${to}`;
}

function numbersOf(members: readonly NumberedRule[]): string {
  const shown = members.slice(0, mostMembers).map(({ number }) => number);
  const more = members.length - shown.length;
  return more === 0 ? listed(shown) : `${shown.join(', ')} and ${more} more`;
}

/** The hand-off text of an any-of group that does not pass. */
export function groupText(
  facts: ReportFacts,
  { group, title, members }: NumberedGroup,
  state: HandOffState,
): string {
  const numbers = new Set(members);
  const rules = facts.rules.filter(({ number }) => numbers.has(number));
  const flows = new Set(group.flows);
  const all = rules.flatMap((each) =>
    each.checks.filter(({ flow }) => flows.has(flow)).map((check) => ({ each, check })),
  );
  const relevant = all.filter(({ check }) => check.verdict === group.verdict);
  const shown = relevant.length === 0 ? all : relevant;
  const checks = shown.map(({ check }) => check);
  const { customer, request } = facts.report.site;
  const number =
    request.number.trim() === '' ? '' : ` of request ${request.number}, revision ${request.revision}`;
  const entry = settledEntry(facts.report, group);
  const [first] = rules;
  const path = first === undefined ? group.node : pathText(first);
  const headline =
    group.verdict === 'fail'
      ? 'None of several firewall paths works, and one is needed'
      : 'None of several firewall paths could be proven, and one is needed';
  return framed(facts, state, `${headline}: ${title}, ${path}`, [
    labelled('Rules', `any one of no. ${numbersOf(rules)}${number} is enough (${group.id})`),
    ...(customer.ticket.trim() === '' ? [] : [labelled('Your ticket', customer.ticket)]),
    labelled('Need', `${levelWord(group.level)}: one of them`),
    labelled(
      'Observed',
      checks.length === 0
        ? 'no check of these rules was made'
        : observed(
            checks,
            all.map(({ check }) => check),
          ),
    ),
    labelled('When', when(checks)),
    ...(entry === null ? [] : [labelled('Settled', entry.says)]),
    ...part('Any one of these is enough', [
      ...rules.slice(0, mostMembers).map(wayText),
      ...(rules.length > mostMembers ? [`and ${rules.length - mostMembers} more, in the report`] : []),
    ]),
    ...findingParts(facts, shown),
  ]);
}
