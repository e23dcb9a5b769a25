import { useState } from 'react';
import type { RecentSite, VerdictCounts } from '../../../shared/ipc/contract.ts';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { ReadinessChip } from '../../components/state-words.tsx';
import { Strip } from '../../components/strip.tsx';
import { dateTime } from '../../components/words.ts';
import { t, tn } from '../../i18n/t.ts';
import { recentSearch } from '../../later-parts.ts';
import { useApp } from '../../state/use-app.ts';
import { barsOf, countWords, isAsked, placeOf } from './recent-words.ts';

/** With fewer the eye is faster than a search. */
const worthFinding = 6;

function Checked({ site, counts }: { readonly site: RecentSite; readonly counts: VerdictCounts | null }) {
  return (
    <>
      <ReadinessChip readiness={site.readiness} />
      {counts === null ? (
        <span className="line-2">{t('No signed report yet')}</span>
      ) : (
        <>
          <Strip small bars={barsOf(counts)} />
          <span className="line-2">{countWords(counts)}</span>
        </>
      )}
    </>
  );
}

/** A site with a file only leaves the list. Edits that no file has would be gone: that is asked once more. */
function TakeAway({ site, name }: { readonly site: RecentSite; readonly name: string }) {
  const { acts } = useApp();
  const [asked, setAsked] = useState(false);
  const forget = (): void => void acts.forget(site.id);
  if (site.draft === null)
    return (
      <Act
        size="sm"
        look="flat"
        label={t('Forget {{name}}', { name })}
        tip={t('Takes it off this list. The file stays where it is.')}
        onAct={forget}
      >
        {t('Forget')}
      </Act>
    );
  if (!asked)
    return (
      <Act size="sm" look="flat" label={t('Delete {{name}}', { name })} onAct={() => setAsked(true)}>
        {t('Delete')}
      </Act>
    );
  return (
    <span className="row-acts end">
      <span className="small tone-fail">{t('No file has its latest edits. Delete them for good?')}</span>
      <Act size="sm" label={t('Delete {{name}} for good', { name })} onAct={forget}>
        {t('Delete')}
      </Act>
      <Act size="sm" look="flat" autoFocus onAct={() => setAsked(false)}>
        {t('Keep')}
      </Act>
    </span>
  );
}

function Row({ site }: { readonly site: RecentSite }) {
  const { acts } = useApp();
  const name = site.site === '' ? site.fileName : site.site;
  const opens = site.found || site.draft !== null;
  return (
    <tr>
      <td>
        {opens ? (
          <button type="button" className="link recent-name" onClick={() => void acts.openRecent(site.id)}>
            {name}
          </button>
        ) : (
          <b>{name}</b>
        )}
        <span className="line-2 wrap">{site.customer}</span>
        <span className="line-2 mono wrap">{placeOf(site)}</span>
        {site.draft === null ? null : (
          <span className="line-2 tone-unsure">
            <Icon name="pen" /> {t('Edits of {{when}} are kept', { when: dateTime(site.draft) })}
          </span>
        )}
      </td>
      <td>
        <Checked site={site} counts={site.counts} />
      </td>
      <td>{dateTime(site.openedAt)}</td>
      <td>
        <div className="row-acts end">
          {site.found ? null : (
            <>
              <span className="small tone-unsure">{t('File not found')}</span>
              <Act size="sm" label={t('Locate {{name}}', { name })} onAct={() => void acts.locate(site.id)}>
                {t('Locate')}
              </Act>
            </>
          )}
          <TakeAway site={site} name={name} />
        </div>
      </td>
    </tr>
  );
}

function Table({ sites }: { readonly sites: readonly RecentSite[] }) {
  return (
    <div className="box">
      <table className="table recent-table stacks" aria-label={t('Recent sites')}>
        <colgroup>
          <col />
          <col style={{ width: 176 }} />
          <col style={{ width: 108 }} />
          <col style={{ width: 104 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('Site')}</th>
            <th scope="col">{t('Readiness')}</th>
            <th scope="col">{t('Opened')}</th>
            <th scope="col">
              <span className="unseen">{t('Acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sites.map((site) => (
            <Row key={site.id} site={site} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The sites of this computer, the latest first: how each stands, and where its file is. */
export function RecentSites({ recent }: { readonly recent: readonly RecentSite[] | null }) {
  const [asked, setAsked] = useState('');
  if (recent === null)
    return (
      <>
        <h2>{t('Recent sites')}</h2>
        <p className="sub">{t('Reading the list of recent sites')}</p>
      </>
    );
  const found = recent.filter((site) => isAsked(site, asked));
  return (
    <>
      <div className="recent-top">
        <h2>{t('Recent sites')}</h2>
        {recent.length < worthFinding ? null : <recentSearch.Part value={asked} onChange={setAsked} />}
      </div>
      {recent.length === 0 ? (
        <p className="sub">
          {t('No site was opened here yet. Begin with a new site, or with the practice site.')}
        </p>
      ) : (
        <Table sites={found} />
      )}
      {found.length === recent.length ? null : (
        <p className="small sub" role="status">
          {tn('{{count}} site of {{all}}', '{{count}} sites of {{all}}', found.length, {
            all: recent.length,
          })}
        </p>
      )}
    </>
  );
}
