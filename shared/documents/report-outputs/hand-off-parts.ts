import { placeWord } from '../../verdicts/place-word.ts';
import { practiceSentence } from '../../verdicts/readiness-sentence.ts';
import type { CheckRecord } from '../../results/types.ts';
import {
  attemptsText,
  closed,
  evidenceText,
  routeText,
  targetText,
  vantageText,
} from '../readiness-report/check-words.ts';
import { serviceText } from '../readiness-report/facts.ts';
import type { NumberedRule, ReportFacts } from '../readiness-report/facts.ts';
import { oneLine } from '../tables/visible-text.ts';
import { count, given, utcTime } from '../words.ts';
import { textColumns, wrap } from '../wrapped-text.ts';
import { ruledOut } from './ruled-out.ts';

/** What the hand-off text of a rule and that of a set of rules share. */

const mostChecks = 8;
const labelWidth = 13;

/** Whether the report behind the text is signed: a draft has no digest and no signer. */
export type HandOffState = 'signed' | 'draft';

export const draftNotice = '*** Draft: the report behind this text is not signed yet. ***';

export function labelled(label: string, value: string): string {
  return wrap(oneLine(value), label.padEnd(labelWidth));
}

export function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => wrap(oneLine(line), '- '))];
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

export function sides({ rule, farName }: NumberedRule): [from: string, to: string] {
  const node = `${rule.node}, ${rule.port.toUpperCase()} port`;
  const [near, far] = rule.direction === 'out' ? [rule.from, rule.to] : [rule.to, rule.from];
  const ends = [`${node}: ${addresses(near)}`, `${farName}: ${addresses(far)}`] as const;
  return rule.direction === 'out' ? [ends[0], ends[1]] : [ends[1], ends[0]];
}

/** `filtered at 2 of 3 targets, 6 attempts`. */
export function observed(checks: readonly CheckRecord[], all: readonly CheckRecord[]): string {
  const words = [...new Set(checks.map(({ observation }) => observation))].join(', ');
  const attempts = checks.reduce((sum, check) => sum + check.attempts.length, 0);
  const share = all.length === 1 ? '' : ` at ${checks.length} of ${count(all.length, 'check')}`;
  return `${words}${share}, ${count(attempts, 'attempt')}`;
}

export function when(checks: readonly CheckRecord[]): string {
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

/** What these checks of a rule mean, what was seen, what it is not, and who acts next. */
export function findingParts(
  facts: ReportFacts,
  shown: readonly { readonly each: NumberedRule; readonly check: CheckRecord }[],
): string[] {
  const checks = shown.map(({ check }) => check);
  const advice = new Map(
    checks.flatMap(({ advice: own }) => (own === null ? [] : [[`${own.owner} ${own.next}`, own] as const])),
  );
  // What stands in the text at most is looked for in as many checks: each looks through all others.
  const excluded = [
    ...new Set(
      shown.slice(0, mostChecks * 4).flatMap(({ each, check }) => ruledOut(each, check, facts.report)),
    ),
  ];
  return [
    ...part('What it means', [...new Set(checks.map(({ explanation }) => explanation))].slice(0, 3)),
    ...part('Evidence', [
      ...checks.slice(0, mostChecks).map(checkLine),
      ...(checks.length > mostChecks ? [`and ${checks.length - mostChecks} more, in the report`] : []),
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

/** `TCP 443; the session starts at "From"`. */
export function portText(service: string): string {
  return `${serviceText(service)} at "To"; the session starts at "From"`;
}

export function origin({ report, sha256 }: ReportFacts, state: HandOffState): string[] {
  const made = `${utcTime(report.createdAt)}, Gatecheck ${report.software.version}`;
  if (state === 'draft') return ['', labelled('Report', `draft of ${made}; not signed yet`)];
  return [
    '',
    labelled('Report', `${report.id}, ${made}`),
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

/** A whole text: what it is, its lines, and the report that it comes from. */
export function framed(
  facts: ReportFacts,
  state: HandOffState,
  headline: string,
  lines: readonly string[],
): string {
  const title = wrap(oneLine(headline));
  return [
    ...(facts.report.practice ? [wrap(`*** ${practiceSentence} ***`), ''] : []),
    ...(state === 'draft' ? [draftNotice, ''] : []),
    title,
    '-'.repeat(Math.min(textColumns, Math.max(...title.split('\n').map((line) => line.length)))),
    ...lines,
    ...origin(facts, state),
    '',
  ].join('\n');
}

/** Several texts as one. */
export function joined(texts: readonly string[]): string {
  return texts.join(`\n${'='.repeat(textColumns)}\n\n`);
}
