import type { ReactNode } from 'react';
import { Act } from '../../components/act.tsx';
import { Banner, ProblemBanner } from '../../components/banner.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Icon, Mark } from '../../components/icon.tsx';
import { useApp } from '../../state/use-app.ts';
import { RecentSites } from './recent-sites.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

function StartAct({
  icon,
  name,
  about,
  keys,
  onAct,
  filled = false,
}: {
  readonly icon: IconName;
  readonly name: string;
  readonly about: string;
  readonly keys: string;
  readonly onAct: () => void;
  readonly filled?: boolean;
}) {
  return (
    <button
      type="button"
      className={`start-act ${filled ? 'filled' : ''}`}
      autoFocus={filled}
      data-filled={filled ? true : undefined}
      onClick={onAct}
    >
      <Icon name={icon} />
      <span>
        <b>{name}</b>
        <span>{about}</span>
      </span>
      <kbd aria-hidden="true">{keys}</kbd>
    </button>
  );
}

/** The first screen: four acts, the first one focused, and the recent sites. */
export function StartScreen({
  header,
  onTour,
}: {
  readonly header: ReactNode;
  /** Offers the tour: it begins, or is declined (null). Null: it was offered before. */
  readonly onTour: ((stop: number | null) => void) | null;
}) {
  const { state, acts, closeProblem } = useApp();
  if (state.kind !== 'start') return null;
  const { info, problem, busy } = state;
  return (
    <div className="window start">
      {header}
      <main className="start-columns">
        <section className="hero">
          <Mark size={56} />
          <h1>{t('Ask for the right ports. Prove that they are open.')}</h1>
          <p>
            {t(
              'From a site to a firewall change request, checks from the node, and a signed readiness report.',
            )}
          </p>
          <StartAct
            filled
            icon="plus"
            name={t('New site')}
            about={t('Seven steps, about ten minutes')}
            keys="Ctrl N"
            onAct={() => void acts.create()}
          />
          <div className="start-acts">
            <StartAct
              icon="folder"
              name={t('Open a site file')}
              about={t('From disk or a USB stick')}
              keys="Ctrl O"
              onAct={() => void acts.open()}
            />
            <StartAct
              icon="verify"
              name={t('Verify a report')}
              about={t('Signature, chain and verdicts')}
              keys="Ctrl Shift V"
              onAct={() => acts.page('verify')}
            />
            <StartAct
              icon="practice"
              name={t('Practice site')}
              about={t('The whole job, no hardware; some ports are blocked')}
              keys="Ctrl Shift P"
              onAct={() => void acts.openPractice('blocked')}
            />
          </div>
          <p className="small dim practice-solved">
            <button type="button" className="link" onClick={() => void acts.openPractice('solved')}>
              {t('Practice site, solved')}
            </button>{' '}
            <span>{t('The same site after the firewall team is done.')}</span>
          </p>
          <p className="unseen" role="status">
            {said(busy ?? '')}
          </p>
        </section>
        <section className="recent" aria-label={t('Recent sites')}>
          {problem === null ? null : <ProblemBanner problem={problem} onClose={closeProblem} />}
          {busy === null ? null : <p className="sub">{said(busy)}</p>}
          {onTour === null ? null : (
            <Banner
              tone="note"
              icon="info"
              title={t('New here? Four short stops show where things are.')}
              acts={
                <>
                  <Act size="sm" onAct={() => onTour(0)}>
                    {t('Show the tour')}
                  </Act>
                  <Act size="sm" look="flat" onAct={() => onTour(null)}>
                    {t('Not now')}
                  </Act>
                </>
              }
            />
          )}
          <RecentSites recent={state.recent} />
        </section>
      </main>
      <footer className="start-foot">
        <span>
          <Icon name="offline" /> {t('Works offline. Only the checks that you start leave this computer.')}
        </span>
        <span className="dim">
          {info === null
            ? ''
            : t('Gatecheck {{version}} · Catalogue: {{title}} {{version2}}', {
                version: info.version,
                title: said(info.catalog.title),
                version2: info.catalog.version,
              })}
        </span>
      </footer>
    </div>
  );
}
