import { useEffect, useState } from 'react';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import type { HandOff } from '../../../shared/ipc/report-calls.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { Icon } from '../../components/icon.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { readinessLook, VerdictWord } from '../../components/state-words.tsx';
import { barOf, Strip } from '../../components/strip.tsx';
import { plural } from '../../components/words.ts';
import { useOpen } from '../../state/use-app.ts';
import { carriedWords } from './carried.ts';
import { DecisionList } from './decision-list.tsx';
import { ObstacleList } from './obstacle-list.tsx';
import { obstaclesOf, requiredStand } from './obstacles.ts';
import { SignPanel } from './sign-panel.tsx';
import { t } from '../../i18n/t.ts';

function Counts({ draft }: { readonly draft: ReportDraft }) {
  const stand = requiredStand(draft);
  const kinds = [
    ['pass', stand.filter((one) => one.verdict === 'pass').length, <VerdictWord key="p" verdict="pass" />],
    [
      'fail',
      stand.filter((one) => one.verdict === 'fail' && one.settled === null).length,
      <VerdictWord key="f" verdict="fail" />,
    ],
    [
      'inconclusive',
      stand.filter((one) => one.verdict === 'inconclusive' && one.settled === null).length,
      <VerdictWord key="i" verdict="inconclusive" />,
    ],
    [
      'attested',
      stand.filter((one) => one.settled === 'attested').length,
      <VerdictWord key="a" verdict="inconclusive" settled="attested" />,
    ],
    [
      'waived',
      stand.filter((one) => one.settled === 'waived').length,
      <VerdictWord key="w" verdict="fail" settled="waived" />,
    ],
  ] as const;
  return (
    <div className="tally">
      <Strip small bars={stand.map((one) => barOf(one.verdict, false, one.settled))} />
      <ul aria-label={t('Required rules')}>
        {kinds
          .filter(([, count]) => count > 0)
          .map(([kind, count, word]) => (
            <li key={kind}>
              <b>{count}</b> {word}
            </li>
          ))}
      </ul>
    </div>
  );
}

function titleOf(draft: ReportDraft, obstacles: number): string {
  const { words } = readinessLook(draft.readiness);
  if (draft.checks.length === 0) return t('Not ready: nothing was checked.');
  if (draft.practice)
    return t('Practice, never ready: it would read {{value}}.', {
      value: readinessLook(draft.wouldBe).words.toLowerCase(),
    });
  return obstacles === 0
    ? `${words}.`
    : `${words}: ${plural(obstacles, 'required rule')} ${obstacles === 1 ? 'stands' : 'stand'} in the way.`;
}

function Verdict({ draft, written }: { readonly draft: ReportDraft; readonly written: WrittenFiles | null }) {
  const { preview, acts } = useOpen();
  const groups = obstaclesOf(draft, preview.catalog);
  const count = groups.reduce((sum, group) => sum + group.obstacles.length, 0);
  const { icon, tone } = readinessLook(draft.readiness);
  const carried = carriedWords(draft);
  const [handOff, setHandOff] = useState<HandOff | null>(null);
  const signed = written !== null;
  useEffect(() => {
    let isShown = true;
    // Without it the texts are not offered: that the report is signed is said all the same.
    const read = signed ? acts.handOff().catch(() => null) : Promise.resolve(null);
    void read.then((found) => {
      if (isShown) setHandOff(found);
    });
    return () => {
      isShown = false;
    };
  }, [acts, signed]);
  return (
    <div className="split">
      <div className="screen">
        <div className="verdict">
          <Icon name={icon} className={`verdict-icon tone-${tone}`} />
          <ScreenTop
            title={titleOf(draft, count)}
            acts={
              <Act size="sm" icon="table" onAct={() => acts.page('history')}>
                {t('History')}
              </Act>
            }
          >
            {draft.sentence}
          </ScreenTop>
        </div>
        <Counts draft={draft} />
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
            <ObstacleList groups={groups} handOff={handOff} />
          </div>
        )}
        <DecisionList draft={draft} />
      </div>
      <SignPanel draft={draft} written={written} handOff={handOff} />
    </div>
  );
}

/** Step 7: the verdict, what stands in the way, and the signature. */
export function ReportStep() {
  const { open, acts } = useOpen();
  const { report, run } = open;
  const signed = report.kind === 'signed';
  const over = run.kind === 'finished' || run.kind === 'failed';
  useEffect(() => {
    if (!signed && over) void acts.readReport();
  }, [acts, signed, over]);
  if (report.kind === 'draft') return <Verdict draft={report.draft} written={null} />;
  if (report.kind === 'signed') return <Verdict draft={report.draft} written={report.written} />;
  return (
    <div className="screen">
      <ScreenTop
        title={
          run.kind === 'running' ? t('The checks are still running') : t('Not ready: nothing was checked.')
        }
      >
        {run.kind === 'running'
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
    </div>
  );
}
