import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { HistoryView, KeptReport, KeptRun, RequiredCounts } from '../../../shared/ipc/report-calls.ts';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { ReadinessChip, VerdictWord } from '../../components/state-words.tsx';
import { dateTime } from '../../components/words.ts';
import { t, tn } from '../../i18n/t.ts';

/** Rows shown at first, and by each press of the button after them. */
const atOnce = 60;

function outcomeWords(outcome: KeptRun['outcome']): string {
  switch (outcome) {
    case 'finished':
      return t('Run, not signed');
    case 'cancelled':
      return t('Run, cancelled, not signed');
    case 'interrupted':
      return t('Run, cut off, not signed');
  }
}

function Counts({ counts }: { readonly counts: RequiredCounts | null }) {
  if (counts === null) return <span className="dim">{t('not looked into')}</span>;
  const shown = [
    [counts.pass, <VerdictWord key="p" verdict="pass" />],
    [counts.fail, <VerdictWord key="f" verdict="fail" />],
    [counts.inconclusive, <VerdictWord key="i" verdict="inconclusive" />],
    [counts.attested, <VerdictWord key="a" verdict="inconclusive" settled="attested" />],
    [counts.waived, <VerdictWord key="w" verdict="fail" settled="waived" />],
  ] as const;
  return (
    <span className="counts">
      {shown
        .filter(([count]) => count > 0)
        .map(([count, word]) => (
          <span key={word.key}>
            <b>{count}</b> {word}
          </span>
        ))}
    </span>
  );
}

function signerWords({ signer }: KeptReport): string {
  if (signer.name === '') return signer.fingerprint;
  return signer.own ? t('{{name}} (you)', { name: signer.name }) : signer.name;
}

function ReportRow({
  report,
  chosen,
  onChoose,
  onVerify,
  onMake,
}: {
  readonly report: KeptReport;
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
  readonly onVerify: () => void;
  readonly onMake: () => void;
}) {
  const when = dateTime(report.at);
  return (
    <tr className={chosen ? 'selected' : ''}>
      <td>
        <Checkbox
          label={
            <span className="unseen">
              {t('Compare the report of {{when}}, no. {{line}}', { when, line: report.line })}
            </span>
          }
          checked={chosen}
          onChange={(event) => onChoose(event.currentTarget.checked)}
          classNames={{ input: 'check-input' }}
        />
      </td>
      <td>
        {when}
        <span className="line-2 mono">{report.at}</span>
      </td>
      <td>
        <ReadinessChip readiness={report.readiness} />
        {report.cancelled ? <span className="line-2">{t('of a cancelled run')}</span> : null}
      </td>
      <td>
        <Counts counts={report.counts} />
      </td>
      <td className="wrap">{signerWords(report)}</td>
      <td className="num">
        <span className="history-acts">
          <Act
            size="sm"
            label={t('Verify the report of {{when}}, no. {{line}}', { when, line: report.line })}
            onAct={onVerify}
          >
            {t('Verify')}
          </Act>
          <Act
            size="sm"
            label={t('Other forms of the report of {{when}}, no. {{line}}', { when, line: report.line })}
            onAct={onMake}
          >
            {t('Other forms')}
          </Act>
        </span>
      </td>
    </tr>
  );
}

function RunRow({ run }: { readonly run: KeptRun }) {
  return (
    <tr>
      <td>
        <Icon name="not-run" className="tone-idle" />
      </td>
      <td>
        {dateTime(run.at)}
        <span className="line-2 mono">{run.at}</span>
      </td>
      <td className="sub">{outcomeWords(run.outcome)}</td>
      <td className="sub">
        {tn(
          '{{done}} of {{count}} check carried out',
          '{{done}} of {{count}} checks carried out',
          run.checks,
          {
            done: run.carriedOut,
          },
        )}
      </td>
      <td />
      <td />
    </tr>
  );
}

/** Everything that was kept of a site, the newest first: reports, and runs that nobody signed. */
export function HistoryTable({
  history,
  chosen,
  onChoose,
  onVerify,
  onMake,
}: {
  readonly history: HistoryView;
  readonly chosen: readonly number[];
  readonly onChoose: (line: number, chosen: boolean) => void;
  readonly onVerify: (line: number) => void;
  readonly onMake: (line: number, at: string) => void;
}) {
  const [shown, setShown] = useState(atOnce);
  const left = history.entries.length - shown;
  return (
    <div className="box">
      <table className="table history-table stacks" aria-label={t('History')}>
        <colgroup>
          <col style={{ width: 48 }} />
          <col style={{ width: 170 }} />
          <col style={{ width: 210 }} />
          <col />
          <col style={{ width: 190 }} />
          <col style={{ width: 200 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t('Compare')}</span>
            </th>
            <th scope="col">{t('Made')}</th>
            <th scope="col">{t('Readiness')}</th>
            <th scope="col">{t('Required rules')}</th>
            <th scope="col">{t('Signed by')}</th>
            <th scope="col">
              <span className="unseen">{t('Acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {history.entries
            .slice(0, shown)
            .map((entry) =>
              entry.kind === 'run' ? (
                <RunRow key={entry.line} run={entry} />
              ) : (
                <ReportRow
                  key={entry.line}
                  report={entry}
                  chosen={chosen.includes(entry.line)}
                  onChoose={(value) => onChoose(entry.line, value)}
                  onVerify={() => onVerify(entry.line)}
                  onMake={() => onMake(entry.line, entry.at)}
                />
              ),
            )}
        </tbody>
      </table>
      {left <= 0 ? null : (
        <div className="more-rows">
          <span className="sub">
            {t('{{shown}} of {{all}} are shown, the newest.', {
              shown,
              all: history.entries.length,
            })}
          </span>
          <Act size="sm" onAct={() => setShown(shown + atOnce)}>
            {tn('Show {{count}} more', 'Show {{count}} more', Math.min(atOnce, left))}
          </Act>
        </div>
      )}
    </div>
  );
}
