import type { CheckRecord } from '../../../shared/results/types.ts';
import { placeWord } from '../../../shared/verdicts/place-word.ts';
import { duration } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

function factText(value: CheckRecord['evidence'][string]): string {
  if (value === null) return t('none');
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Evidence as pairs of words and text: what a network engineer needs to look for the same packet. */
export function evidenceOf(record: CheckRecord): readonly (readonly [string, string])[] {
  const { vantage, target, facts } = record;
  const from =
    vantage.kind === 'laptop'
      ? t('laptop {{address}}', { address: vantage.address ?? '' })
      : `${vantage.node} ${vantage.address}`;
  const where = vantage.interface === null ? '' : ` (${vantage.interface})`;
  const resolved =
    target.resolved === null || target.resolved === target.address ? '' : `, ${target.resolved}`;
  const { sourceSeen, control, tls } = facts;
  const pairs: readonly (readonly [string, string | null])[] = [
    [t('Source'), `${from}${where}`],
    [
      t('Target'),
      `${target.address}${resolved} ${target.port === null ? 'icmp' : `${target.port}/${target.protocol}`}`,
    ],
    [t('Seen from'), sourceSeen === null ? null : `${sourceSeen.address} (${sourceSeen.basis})`],
    [
      t('Attempts'),
      record.attempts.map((one, index) => `${index + 1}: ${one.outcome}, ${duration(one.ms)}`).join('; ') ||
        t('none'),
    ],
    [t('Probe'), facts.probe === '' ? null : facts.probe],
    [t('Why no more than open'), facts.openBecause],
    [t('Certificate'), tls === null ? null : factText(Object.entries(tls).flatMap(pairText))],
    [t('Control'), control],
    [t('Engine'), record.engine],
    [t('Time'), record.startedAt ?? t('not run')],
    [
      t('Carried over'),
      record.carriedOverFrom === null
        ? null
        : `${record.carriedOverFrom.report}, ${record.carriedOverFrom.startedAt}`,
    ],
    ...Object.entries(record.evidence).map(([key, value]): [string, string] => [key, factText(value)]),
  ];
  return pairs.flatMap(([key, text]): (readonly [string, string])[] => (text === null ? [] : [[key, text]]));
}

function pairText([key, value]: [string, unknown]): string[] {
  if (value === null || value === undefined || value === '') return [];
  return [`${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`];
}

/** The check as a text for the customer's network engineer. */
export function engineerText(record: CheckRecord, title: string): string {
  const { advice } = record;
  return [
    `${title}: ${record.observation} (${record.verdict})`,
    said(record.explanation),
    ...(advice === null
      ? []
      : [
          `${said(placeWord(advice.confidence))}: ${said(advice.where)}`,
          t('Owner: {{owner}}', { owner: said(advice.owner) }),
          t('Try next: {{next}}', { next: said(advice.next) }),
        ]),
    ...evidenceOf(record).map(([key, text]) => `${key}: ${text}`),
  ].join('\n');
}
