import type { CheckRecord } from '../../../shared/results/types.ts';
import { placeWord } from '../../../shared/verdicts/place-word.ts';
import type { Rule } from '../../../shared/rules/types.ts';
import { Act } from '../../components/act.tsx';
import { Chip, toneOfVerdict } from '../../components/state-words.tsx';
import { BasisTag, PortTag } from '../../components/tags.tsx';
import { duration } from '../../components/words.ts';
import { t } from '../../i18n/t.ts';

function factText(value: CheckRecord['evidence'][string]): string {
  if (value === null) return 'none';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Evidence as pairs of words and text: what a network engineer needs to look for the same packet. */
export function evidenceOf(record: CheckRecord): readonly (readonly [string, string])[] {
  const { vantage, target } = record;
  const from =
    vantage.kind === 'laptop' ? `laptop ${vantage.address ?? ''}` : `${vantage.node} ${vantage.address}`;
  const where = vantage.interface === null ? '' : ` (${vantage.interface})`;
  const resolved =
    target.resolved === null || target.resolved === target.address ? '' : `, ${target.resolved}`;
  return [
    ['Source', `${from}${where}`],
    [
      'Target',
      `${target.address}${resolved} ${target.port === null ? 'icmp' : `${target.port}/${target.protocol}`}`,
    ],
    [
      'Attempts',
      record.attempts.map((one, index) => `${index + 1}: ${one.outcome}, ${duration(one.ms)}`).join('; ') ||
        'none',
    ],
    ['Engine', record.engine],
    ['Time', record.startedAt ?? 'not run'],
    ...Object.entries(record.evidence).map(([key, value]): [string, string] => [key, factText(value)]),
  ];
}

/** The check as a text for the customer's network engineer. */
export function engineerText(record: CheckRecord, title: string): string {
  return [
    `${title}: ${record.observation} (${record.verdict})`,
    record.explanation,
    ...(record.advice === null
      ? []
      : [
          `${placeWord(record.advice.confidence)}: ${record.advice.where}`,
          t('Owner: {{owner}}', { owner: record.advice.owner }),
          t('Try next: {{next}}', { next: record.advice.next }),
        ]),
    ...evidenceOf(record).map(([key, text]) => `${key}: ${text}`),
  ].join('\n');
}

function sayVantage({ vantage }: CheckRecord): string {
  if (vantage.kind === 'peer') return `node ${vantage.node}`;
  return vantage.kind === 'laptop' ? 'the laptop' : 'the node';
}

/** One check: verdict, the sentence, where and whose, evidence. */
export function CheckDetails({
  record,
  rule,
  onClose,
}: {
  readonly record: CheckRecord;
  readonly rule: Rule | undefined;
  readonly onClose: () => void;
}) {
  const title = `${rule?.title ?? record.rule}, ${rule?.service ?? ''}`;
  const tone = record.observation === 'not-run' ? 'idle' : toneOfVerdict(record.verdict);
  return (
    <aside className="side" aria-label={t('Details of the check')}>
      <div className="side-part">
        <div className="box-line">
          <Chip
            tone={tone}
            icon={record.observation}
            words={`${record.observation}: ${record.verdict}${record.weak ? ', weak' : ''}`}
          />
          <Act size="sm" look="flat" icon="close" label={t('Close the details')} onAct={onClose} />
        </div>
        <h2>{title}</h2>
        {rule === undefined ? null : (
          <p className="sub">
            {rule.level}, from {sayVantage(record)}, <PortTag port={rule.port} />{' '}
            <BasisTag basis={rule.portBasis} />
          </p>
        )}
      </div>
      <p className="side-part says">{record.explanation}</p>
      {record.advice === null ? null : (
        <dl className="side-part pairs">
          <dt>{placeWord(record.advice.confidence)}</dt>
          <dd>{record.advice.where}</dd>
          <dt>{t('Owner')}</dt>
          <dd>
            <b>{record.advice.owner}</b>
          </dd>
          <dt>{t('Try next')}</dt>
          <dd>{record.advice.next}</dd>
        </dl>
      )}
      <div className="side-part last">
        <h3>{t('Evidence')}</h3>
        <dl className="pairs">
          {evidenceOf(record).map(([key, text]) => (
            <div key={key} className="pair">
              <dt>{key}</dt>
              <dd className="mono wrap">{text}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="side-acts">
        <Act
          size="sm"
          icon="copy"
          onAct={() => void navigator.clipboard.writeText(engineerText(record, title)).catch(() => undefined)}
        >
          {t('Copy for the engineer')}
        </Act>
      </div>
    </aside>
  );
}
