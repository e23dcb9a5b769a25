import { practiceSentence } from '../../verdicts/readiness-sentence.ts';
import { placeWord } from '../../verdicts/place-word.ts';
import type { CheckRecord } from '../../results/types.ts';
import {
  attemptsText,
  closed,
  evidenceText,
  routeText,
  targetText,
  vantageText,
} from '../readiness-report/check-words.ts';
import { pathText, reportFacts, requiredFirst, serviceText } from '../readiness-report/facts.ts';
import type { NamedReport, NumberedRule, ReportFacts } from '../readiness-report/facts.ts';
import { isCovered } from '../readiness-report/who-must-act.ts';
import { oneLine } from '../tables/visible-text.ts';
import { count, given, levelWord, utcTime } from '../words.ts';
import { textColumns, wrap } from '../wrapped-text.ts';
import { ruledOut } from './ruled-out.ts';
import { settledEntry } from './settled-entry.ts';

/**
 * A rule that does not pass as plain text for the customer's ticket: what, from where, to where, what was seen, what it is
 * not, who acts next. Plain, because every ticket system takes it, and no name in it becomes markup by itself.
 */

const mostChecks = 8;
const labelWidth = 13;

function labelled(label: string, value: string): string {
  return wrap(oneLine(value), label.padEnd(labelWidth));
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => wrap(oneLine(line), '- '))];
}

function headline({ rule }: NumberedRule): string {
  const service = `${rule.title}, ${serviceText(rule.service)}`;
  return rule.verdict === 'fail'
    ? `Firewall path that does not work: ${service}`
    : `Firewall path that could not be proven: ${service}`;
}

function addresses(parties: NumberedRule['rule']['from']): string {
  if (parties.length === 0) return 'to be supplied (an address is missing; please do not read it as "any")';
  const shown = parties
    .slice(0, 6)
    .map(({ address, natAddress }) =>
      natAddress === null ? address : `${address} (outside: ${natAddress})`,
    );
  const more = parties.length - shown.length;
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function sides({ rule, farName }: NumberedRule): [from: string, to: string] {
  const node = `${rule.node}, ${rule.port.toUpperCase()} port`;
  const [near, far] = rule.direction === 'out' ? [rule.from, rule.to] : [rule.to, rule.from];
  const ends = [`${node}: ${addresses(near)}`, `${farName}: ${addresses(far)}`] as const;
  return rule.direction === 'out' ? [ends[0], ends[1]] : [ends[1], ends[0]];
}

/** `filtered at 2 of 3 targets, 6 attempts`. */
function observed(checks: readonly CheckRecord[], all: readonly CheckRecord[]): string {
  const words = [...new Set(checks.map(({ observation }) => observation))].join(', ');
  const attempts = checks.reduce((sum, check) => sum + check.attempts.length, 0);
  const share = all.length === 1 ? '' : ` at ${checks.length} of ${count(all.length, 'check')}`;
  return `${words}${share}, ${count(attempts, 'attempt')}`;
}

function when(checks: readonly CheckRecord[]): string {
  const times = checks.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt])).sort();
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return 'not sent in this run';
  return first === last ? utcTime(first) : `${utcTime(first)} to ${utcTime(last)}`;
}

function checkLine(check: CheckRecord): string {
  const carried =
    check.carriedOverFrom === null
      ? ''
      : `; carried over from report ${check.carriedOverFrom.report.slice(0, 8)}`;
  const time = check.startedAt === null ? 'not sent' : utcTime(check.startedAt);
  return `${targetText(check)} from ${vantageText(check)}: ${check.observation}, ${time}; attempts ${attemptsText(check)}; route: ${routeText(check)}; seen: ${evidenceText(check)}${carried}`;
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
  const advice = new Map(
    shown.flatMap(({ advice: own }) => (own === null ? [] : [[`${own.owner} ${own.next}`, own] as const])),
  );
  const excluded = [...new Set(shown.flatMap((check) => ruledOut(each, check, facts.report)))];
  return [
    labelled('Rule', `${rule.id} (no. ${each.number}${number})`),
    ...(customer.ticket.trim() === '' ? [] : [labelled('Your ticket', customer.ticket)]),
    labelled('From', from),
    labelled('To', to),
    labelled('Port', `${serviceText(rule.service)} at "To"; the session starts at "From"`),
    labelled('Need', levelWord(rule.level)),
    labelled(
      'Observed',
      shown.length === 0 ? 'no check of this rule was made' : observed(shown, each.checks),
    ),
    labelled('When', when(shown)),
    ...settledLines(facts, each),
    ...part('What it means', [...new Set(shown.map(({ explanation }) => explanation))].slice(0, 3)),
    ...part('Evidence', [
      ...shown.slice(0, mostChecks).map(checkLine),
      ...(shown.length > mostChecks ? [`and ${shown.length - mostChecks} more, in the report`] : []),
    ]),
    ...part('What was ruled out', excluded.slice(0, mostChecks)),
    ...part(
      'Who acts next',
      [...advice.values()]
        .slice(0, 3)
        .map(
          ({ owner, next, where, confidence }) =>
            `${closed(capital(owner))} ${closed(capital(next))} ${placeWord(confidence)}: ${closed(where)}`,
        ),
    ),
  ];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function origin({ report, sha256 }: ReportFacts): string[] {
  return [
    '',
    labelled('Report', `${report.id}, ${utcTime(report.createdAt)}, Gatecheck ${report.software.version}`),
    ...(report.redactedFrom === null
      ? []
      : [
          labelled(
            '',
            `a redacted copy: addresses and names are replaced (original ${report.redactedFrom.id})`,
          ),
        ]),
    labelled('SHA-256', sha256),
    labelled('Signed by', `${given(report.signer.name)}, ${given(report.signer.fingerprint)}`),
  ];
}

function textOf(facts: ReportFacts, each: NumberedRule): string {
  const title = wrap(oneLine(`${headline(each)}, ${pathText(each)}`));
  return [
    ...(facts.report.practice ? [wrap(`*** ${practiceSentence} ***`), ''] : []),
    title,
    '-'.repeat(Math.min(textColumns, Math.max(...title.split('\n').map((line) => line.length)))),
    ...body(facts, each),
    ...origin(facts),
    '',
  ].join('\n');
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
 * The hand-off text of one rule.
 *
 * @returns null when the report has no such rule, or the rule passes: there is nothing to hand off
 */
export function handOffText(named: NamedReport, ruleId: string): string | null {
  const facts = reportFacts(named);
  const each = facts.rules.find(({ rule }) => rule.id === ruleId);
  return each === undefined || each.rule.verdict === 'pass' ? null : textOf(facts, each);
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
      ...origin(facts),
      '',
    ].join('\n');
  return handOffs.map(({ text }) => text).join(`\n${'='.repeat(textColumns)}\n\n`);
}
