import { Checkbox } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { WatchEnd } from '../../../shared/report/watch/schema.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { Icon } from '../../components/icon.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { Strip } from '../../components/strip.tsx';
import { WrittenList } from '../../components/written-files.tsx';
import type { WatchChange, WatchState } from '../../state/watch.ts';
import { timeUntil } from '../../state/watch.ts';
import { useOpen } from '../../state/use-app.ts';
import type { CheckRow } from './check-rows.ts';
import { barOfRow } from './check-rows.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

function endWords(why: WatchEnd): string {
  switch (why) {
    case 'all-open':
      return t('Everything that was watched is open');
    case 'time':
      return t('The time of the watch is over');
    case 'stopped':
      return t('The watch was stopped');
    case 'unable':
      return t('No node lets us sign in any more');
    case 'interrupted':
      return t('The watch was cut off');
  }
}

function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

function Change({ change }: { readonly change: WatchChange }) {
  const opened = change.what === 'opened';
  return (
    <li>
      <span className="mono">{change.at}</span>{' '}
      <span className={`state tone-${opened ? 'pass' : 'fail'}`}>
        <Icon name={opened ? 'confirmed' : 'fail'} />
        {opened ? t('opened') : t('stopped working')}
      </span>{' '}
      <b>{said(change.title)}</b> <span className="mono">{change.service}</span>{' '}
      {change.since === null || change.since === change.at ? null : (
        <span className="sub">{t('between {{since}} and then', { since: change.since })}</span>
      )}
    </li>
  );
}

/** The red rules by name, worst kept in the table below; here what a person waits for. */
function leftOf(rows: readonly CheckRow[]): readonly string[] {
  const red = rows.filter(({ record }) => record !== null && record.verdict !== 'pass');
  return [...new Set(red.map(({ title, service }) => `${title} ${service}`))];
}

const namesAtOnce = 6;

/** A watch: what is left, when it looks again, and each opening with its second. */
export function WatchPanel({
  watch,
  rows,
  running,
  cancelling,
}: {
  readonly watch: WatchState;
  readonly rows: readonly CheckRow[];
  readonly running: boolean;
  readonly cancelling: boolean;
}) {
  const { acts } = useOpen();
  const now = useNow(running);
  const left = leftOf(rows);
  const more = left.length - namesAtOnce;
  const { ended, red, round, checking, nextAt, endsAt, changes, lost, notify } = watch;
  const title =
    ended !== null
      ? endWords(ended.why)
      : !running
        ? t('The watch broke off')
        : red === null
          ? t('Watching: the first round')
          : tn('Watching: {{count}} check left', 'Watching: {{count}} checks left', red);
  return (
    <>
      <ScreenTop
        title={title}
        acts={
          running ? (
            cancelling ? (
              <span className="sub">{t('Stopping, and signing what was seen')}</span>
            ) : (
              <Act icon="stop" onAct={() => void acts.cancelRun()}>
                {t('Stop and sign')}
              </Act>
            )
          ) : (
            <Act look="filled" iconAfter="right" onAct={() => acts.goTo('report')}>
              {t('To the report')}
            </Act>
          )
        }
      >
        {running
          ? [
              t('Round {{round}}', { round: Math.max(round, 1) }),
              checking === null
                ? t('the next in {{time}}', { time: timeUntil(nextAt, now) })
                : tn('{{count}} check under way', '{{count}} checks under way', checking),
              endsAt === '' ? '' : t('ends in {{time}}', { time: timeUntil(endsAt, now) }),
            ]
              .filter((part) => part !== '')
              .join(' · ')
          : ended === null
            ? ''
            : tn(
                '{{count}} round. The report is signed, and holds when each rule opened.',
                '{{count}} rounds. The report is signed, and holds when each rule opened.',
                round,
              )}
      </ScreenTop>
      <Strip bars={rows.map(barOfRow)} />
      {Object.entries(lost).map(([node, says]) => (
        <Banner
          key={node}
          tone="unsure"
          icon="stale"
          title={
            node === '' ? t('A round did not come to its end') : t('{{node}} cannot be reached now', { node })
          }
        >
          <p>
            {said(says)} {t('What was seen is kept, and the watch tries again.')}
          </p>
        </Banner>
      ))}
      {ended === null ? null : (
        <section className="box pad" aria-label={t('Report of the watch')}>
          <WrittenList written={ended.written} />
        </section>
      )}
      <section className="box" aria-label={t('Watch')}>
        <div className="box-head">
          <h2>{t('Openings')}</h2>
          {running ? (
            <Checkbox
              label={t('Notify me on the desktop')}
              checked={notify}
              onChange={(event) => void acts.notifyOfWatch(event.currentTarget.checked)}
              classNames={{ label: 'check-label', input: 'check-input' }}
            />
          ) : null}
        </div>
        {left.length === 0 || !running ? null : (
          <p className="box-say">
            {more > 0
              ? t('Still red: {{names}} and {{count}} more.', {
                  names: left.slice(0, namesAtOnce).join(', '),
                  count: more,
                })
              : t('Still red: {{names}}.', { names: left.join(', ') })}
          </p>
        )}
        <div className="changes" role="log" aria-label={t('Openings')} tabIndex={0}>
          {changes.length === 0 ? <p className="sub">{t('Nothing opened yet.')}</p> : null}
          <ul>
            {changes.map((change) => (
              <Change key={`${change.rule} ${change.what} ${change.at}`} change={change} />
            ))}
          </ul>
        </div>
      </section>
    </>
  );
}
