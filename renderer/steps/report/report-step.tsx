import { useEffect, useMemo } from 'react';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { Icon } from '../../components/icon.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { readinessLook } from '../../components/state-words.tsx';
import { useLate } from '../../components/use-late.ts';
import { useTask } from '../../components/use-task.ts';
import { dateTime } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';
import { carriedWords } from './carried.ts';
import { Counts } from './counts.tsx';
import { unreadDatagrams } from './datagrams.ts';
import { DecisionList } from './decision-list.tsx';
import { ObstacleList } from './obstacle-list.tsx';
import { obstaclesOf } from './obstacles.ts';
import { ReceiptForm } from './receipt-form.tsx';
import { verdictSentence } from './report-words.ts';
import { SignPanel } from './sign-panel.tsx';

function Verdict({ draft, written }: { readonly draft: ReportDraft; readonly written: WrittenFiles | null }) {
  const { preview, acts } = useOpen();
  const { catalog } = preview;
  const groups = useMemo(() => obstaclesOf(draft, catalog), [draft, catalog]);
  const ids = useMemo(() => groups.flatMap(({ obstacles }) => obstacles.map(({ id }) => id)), [groups]);
  const datagrams = useMemo(() => unreadDatagrams(draft.checks), [draft]);
  const { icon, tone } = readinessLook(draft.readiness);
  const carried = carriedWords(draft);
  const of = written === null ? 'draft' : 'signed';
  return (
    <div className="split report-split">
      <div className="screen">
        <div className="verdict">
          <Icon name={icon} className={`verdict-icon tone-${tone}`} />
          <ScreenTop title={verdictSentence(draft, ids.length)}>{said(draft.sentence)}</ScreenTop>
        </div>
        <div className="report-counts">
          <Counts draft={draft} />
          <Act size="sm" icon="table" onAct={() => acts.page('history')}>
            {t('History')}
          </Act>
        </div>
        {carried === null ? null : (
          <p className="sub">
            <Icon name="stale" /> {carried}
          </p>
        )}
        {draft.stale ? (
          <Banner
            tone="unsure"
            icon="stale"
            title={t('The site changed since this run')}
            acts={
              <Act size="sm" onAct={() => acts.goTo('checks')}>
                {t('Run again')}
              </Act>
            }
          >
            <p>
              {t(
                'The report states the rules as they were checked. Run the checks again for the rules as they are now.',
              )}
            </p>
          </Banner>
        ) : null}
        {groups.length === 0 ? (
          <p className="sub">{t('Nothing stands in the way.')}</p>
        ) : (
          <div className="box obstacles">
            <ObstacleList groups={groups} handOff={of} />
          </div>
        )}
        {datagrams.length === 0 ? null : (
          <ReceiptForm datagrams={datagrams} of={of} practice={draft.practice} />
        )}
        <DecisionList draft={draft} />
      </div>
      <SignPanel draft={draft} written={written} obstacles={ids} />
    </div>
  );
}

/** A report of this site that was signed before: what can still be said of it without a new run. */
function SignedBefore() {
  const { open, acts } = useOpen();
  const latest = useTask(() => acts.latestReport());
  const { value } = latest;
  if (value === null) return null;
  return (
    <>
      <p>
        <Icon name="stale" />{' '}
        {t('A report of this site was signed {{when}}: {{file}}.', {
          when: dateTime(value.createdAt),
          file: value.fileName,
        })}{' '}
        <Act size="sm" icon="table" onAct={() => acts.page('history')}>
          {t('History')}
        </Act>
      </p>
      <ReceiptForm datagrams={[]} of="signed" practice={open.opened.practice !== null} />
    </>
  );
}

/** Step 7: the verdict, what stands in the way, and the signature. */
export function ReportStep() {
  const { open, acts } = useOpen();
  const { report, run } = open;
  const signed = report.kind === 'signed';
  const over = run.kind === 'finished' || run.kind === 'failed';
  const late = useLate(report.kind === 'reading');
  useEffect(() => {
    if (!signed && over) void acts.readReport();
  }, [acts, signed, over]);
  if (report.kind === 'draft') return <Verdict draft={report.draft} written={null} />;
  if (report.kind === 'signed') return <Verdict draft={report.draft} written={report.written} />;
  if (report.kind === 'reading' && over)
    return (
      <div className="screen">
        <h1 className={late ? '' : 'unseen'}>
          {tn('Judging {{count}} check', 'Judging {{count}} checks', run.progress.checks.length)}
        </h1>
      </div>
    );
  const running = run.kind === 'running';
  return (
    <div className="screen">
      <ScreenTop title={running ? t('The checks are still running') : t('Not ready: nothing was checked.')}>
        {running
          ? t('The report appears here when the run is over.')
          : t(
              'A report states what was checked. Run the checks first; what could not be checked is said as well.',
            )}
      </ScreenTop>
      <div>
        <Act look="filled" icon="play" onAct={() => acts.goTo('checks')}>
          {t('Go to Checks')}
        </Act>
      </div>
      {running ? null : <SignedBefore />}
    </div>
  );
}
