import type { NumberedRule } from '../../../shared/documents/readiness-report/facts.ts';
import { vantageText } from '../../../shared/documents/readiness-report/check-words.ts';
import { utcTime } from '../../../shared/documents/words.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { CheckRecord } from '../../../shared/results/types.ts';
import type { Child } from './dom.ts';
import { el, fill, pairs } from './dom.ts';
import { observationState } from './marks.ts';

/** Checks of one rule that are laid out at once. */
const checksAtOnce = 50;

function partyText({
  address,
  natAddress,
}: {
  readonly address: string;
  readonly natAddress: string | null;
}): string {
  return natAddress === null ? address : `${address} (translated: ${natAddress})`;
}

function valueText(value: CheckRecord['evidence'][string]): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function targetText({ target }: CheckRecord): string {
  const port = target.port === null ? '' : `, port ${target.port}`;
  const resolved =
    target.resolved === null || target.resolved === target.address ? '' : `, resolved to ${target.resolved}`;
  return `${target.address}${resolved}${port} (${target.protocol.toUpperCase()})`;
}

function attempts({ attempts: made, flaky }: CheckRecord): Child {
  if (made.length === 0) return 'none';
  return [
    flaky ? 'They differed. ' : null,
    made.map(({ ms, observation, outcome }) => `${observation} after ${ms} ms: ${outcome}`).join('; '),
  ];
}

function check(record: CheckRecord): HTMLElement {
  const { facts, advice, carriedOverFrom } = record;
  return el(
    'li',
    { class: 'check' },
    el(
      'p',
      {},
      observationState(record),
      record.weak ? ' weaker: the port opened, the service could not be asked.' : null,
      ' ',
      record.explanation,
    ),
    carriedOverFrom === null
      ? null
      : el(
          'p',
          { class: 'carried' },
          el('span', { class: 'tag' }, 'carried over'),
          ` Made in report ${carriedOverFrom.report.slice(0, 8)}, at ${utcTime(carriedOverFrom.startedAt)}, not in this run.`,
        ),
    advice === null
      ? null
      : el(
          'p',
          {},
          el('strong', {}, 'Where: '),
          `${advice.where} `,
          el('strong', {}, 'Owner: '),
          `${advice.owner} `,
          el('strong', {}, 'Next: '),
          advice.next,
        ),
    pairs([
      ['From', vantageText(record)],
      ['Target', targetText(record)],
      ['Asked', `${facts.probe}, by ${record.engine}`],
      ['When', record.startedAt === null ? 'not started' : utcTime(record.startedAt)],
      ['Attempts', attempts(record)],
      ...(facts.tls === null
        ? []
        : [
            ['Certificate', `${facts.tls.subject}, issued by ${facts.tls.issuer}`] as const,
            ['Its fingerprint', el('span', { class: 'mono wrap' }, facts.tls.fingerprint)] as const,
          ]),
      ...Object.entries(record.evidence).map(([name, value]) => [name, valueText(value)] as const),
      ['Check', el('span', { class: 'mono wrap' }, record.id)],
    ]),
  );
}

function checkList(checks: readonly CheckRecord[]): Child {
  if (checks.length === 0) return el('p', {}, 'No check of this rule was made.');
  const list = el('ol', { class: 'checks' }, checks.slice(0, checksAtOnce).map(check));
  const rest = checks.slice(checksAtOnce);
  if (rest.length === 0) return list;
  const more = el('div', {});
  const show = (): void => {
    const next = rest.splice(0, checksAtOnce);
    list.append(...next.map(check));
    fill(more, rest.length === 0 ? null : button());
  };
  const button = (): HTMLElement =>
    el(
      'button',
      { type: 'button', class: 'button plain', onclick: show },
      `Show more checks (${rest.length} left)`,
    );
  fill(more, button());
  return [list, more];
}

function settledBy({ rule }: NumberedRule, report: Report): Child {
  if (rule.settled === null) return null;
  const attested = report.attestations.find((one) => one.rule === rule.id);
  const waived = report.waivers.find((one) => one.rule === rule.id);
  if (rule.settled === 'attested' && attested !== undefined)
    return el(
      'p',
      {},
      el('strong', {}, 'Attested, not proven: '),
      `${attested.by}, ${utcTime(attested.at)}. ${attested.how}`,
    );
  if (rule.settled === 'waived' && waived !== undefined)
    return el(
      'p',
      {},
      el('strong', {}, 'Waived, not proven: '),
      `${waived.by}, until ${utcTime(waived.expires)}. ${waived.reason}`,
    );
  return null;
}

/** All that the report knows of a rule: what was asked for, and what each check saw. */
export function evidence(each: NumberedRule, report: Report): Child {
  const { rule } = each;
  const basis = rule.portBasis === 'source' ? '' : `, ${rule.portBasis}`;
  return [
    settledBy(each, report),
    pairs([
      ['From', rule.from.length === 0 ? 'to be supplied' : rule.from.map(partyText).join(', ')],
      ['To', rule.to.length === 0 ? 'to be supplied' : rule.to.map(partyText).join(', ')],
      ['Node port', `${rule.port.toUpperCase()}${basis}`],
      ['Rule', el('span', { class: 'mono wrap' }, rule.id)],
    ]),
    checkList(each.checks),
  ];
}
