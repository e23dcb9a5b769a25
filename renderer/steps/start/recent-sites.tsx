import type { RecentSite } from '../../../shared/ipc/contract.ts';
import { Act } from '../../components/act.tsx';
import { ReadinessChip } from '../../components/state-words.tsx';
import { dateTime } from '../../components/words.ts';
import { useApp } from '../../state/use-app.ts';
import { t } from '../../i18n/t.ts';

function Row({ site }: { readonly site: RecentSite }) {
  const { acts } = useApp();
  const name = site.site === '' ? site.fileName : site.site;
  return (
    <tr>
      <td>
        {site.found ? (
          <button type="button" className="link recent-name" onClick={() => void acts.openRecent(site.id)}>
            {name}
          </button>
        ) : (
          <b>{name}</b>
        )}
        <span className="line-2 wrap">{site.customer}</span>
        <span className="line-2 mono wrap">{site.fileName}</span>
      </td>
      <td>
        <ReadinessChip readiness={site.readiness} />
      </td>
      <td>{dateTime(site.openedAt)}</td>
      <td className="num">
        {site.found ? null : <span className="small tone-unsure">{t('File not found')} </span>}
        <Act size="sm" label={t('Forget {{name}}', { name })} onAct={() => void acts.forget(site.id)}>
          {t('Forget')}
        </Act>
      </td>
    </tr>
  );
}

export function RecentSites({ recent }: { readonly recent: readonly RecentSite[] | null }) {
  return (
    <>
      <h2>{t('Recent sites')}</h2>
      {recent === null ? <p className="sub">{t('Reading the list of recent sites')}</p> : null}
      {recent?.length === 0 ? (
        <p className="sub">
          {t('No site was opened here yet. Begin with a new site, or with the practice site.')}
        </p>
      ) : null}
      {recent !== null && recent.length > 0 ? (
        <div className="box">
          <table className="table" aria-label={t('Recent sites')}>
            <colgroup>
              <col />
              <col style={{ width: 190 }} />
              <col style={{ width: 150 }} />
              <col style={{ width: 160 }} />
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
              {recent.map((site) => (
                <Row key={site.id} site={site} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </>
  );
}
