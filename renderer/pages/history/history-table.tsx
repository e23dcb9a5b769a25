import { Checkbox } from '@mantine/core';
import type { HistoryView, KeptReport, KeptRun, RequiredCounts } from '../../../shared/ipc/report-calls.ts';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { ReadinessChip, VerdictWord } from '../../components/state-words.tsx';
import { dateTime } from '../../components/words.ts';

const outcomes: Readonly<Record<KeptRun['outcome'], string>> = {
  finished: 'Run, not signed',
  cancelled: 'Run, cancelled, not signed',
  interrupted: 'Run, cut off, not signed',
};

function Counts({ counts }: { readonly counts: RequiredCounts | null }) {
  if (counts === null) return <span className="dim">not looked into</span>;
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
  return signer.own ? `${signer.name} (you)` : signer.name;
}

function ReportRow({
  report,
  chosen,
  onChoose,
  onVerify,
}: {
  readonly report: KeptReport;
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
  readonly onVerify: () => void;
}) {
  const when = dateTime(report.at);
  return (
    <tr className={chosen ? 'selected' : ''}>
      <td>
        <Checkbox
          label={<span className="unseen">{`Compare the report of ${when}, no. ${report.line}`}</span>}
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
        {report.cancelled ? <span className="line-2">of a cancelled run</span> : null}
      </td>
      <td>
        <Counts counts={report.counts} />
      </td>
      <td className="wrap">{signerWords(report)}</td>
      <td className="num">
        <Act size="sm" label={`Verify the report of ${when}, no. ${report.line}`} onAct={onVerify}>
          Verify
        </Act>
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
      <td className="sub">{outcomes[run.outcome]}</td>
      <td className="sub">
        {run.carriedOut} of {run.checks} checks carried out
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
}: {
  readonly history: HistoryView;
  readonly chosen: readonly number[];
  readonly onChoose: (line: number, chosen: boolean) => void;
  readonly onVerify: (line: number) => void;
}) {
  return (
    <div className="box">
      <table className="table history-table" aria-label="History">
        <colgroup>
          <col style={{ width: 48 }} />
          <col style={{ width: 170 }} />
          <col style={{ width: 210 }} />
          <col />
          <col style={{ width: 190 }} />
          <col style={{ width: 90 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">Compare</span>
            </th>
            <th scope="col">Made</th>
            <th scope="col">Readiness</th>
            <th scope="col">Required rules</th>
            <th scope="col">Signed by</th>
            <th scope="col">
              <span className="unseen">Acts</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {history.entries.map((entry) =>
            entry.kind === 'run' ? (
              <RunRow key={entry.line} run={entry} />
            ) : (
              <ReportRow
                key={entry.line}
                report={entry}
                chosen={chosen.includes(entry.line)}
                onChoose={(value) => onChoose(entry.line, value)}
                onVerify={() => onVerify(entry.line)}
              />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
