import { useState } from 'react';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { useOpen } from '../../state/use-app.ts';
import type { Decision } from './decisions.ts';
import { decisionsOf, standingWords, withoutDecision } from './decisions.ts';
import { t } from '../../i18n/t.ts';

function Row({ decision }: { readonly decision: Decision }) {
  const { acts } = useOpen();
  const { kind, title, service, by, words, expires, standing } = decision;
  const counts = standing === 'counts';
  const withdraw = (): void => {
    acts.edit((site) => withoutDecision(site, decision));
    void acts.readReport();
  };
  return (
    <li className="obstacle">
      <span className={`state tone-${counts ? kind : 'idle'}`}>
        <Icon name={counts ? kind : 'stale'} />
        {counts ? kind : standing === 'ended' ? 'ended' : t('no effect')}
      </span>
      <div>
        <b>{title}</b> <span className="mono">{service}</span>
        <p className="small sub wrap">
          {kind === 'attested' ? t('Attested') : t('Waived')} by {by}: {words}
          {counts ? (expires === null ? t(' · no end') : t(' · until {{expires}}', { expires })) : ''}
        </p>
        {counts ? null : <p className="small tone-unsure wrap">{standingWords(decision)}</p>}
      </div>
      <div className="row-acts">
        <Act
          size="sm"
          label={`Withdraw what ${by} ${kind} of ${title}${service === '' ? '' : `, ${service}`}`}
          onAct={withdraw}
        >
          {t('Withdraw')}
        </Act>
      </div>
    </li>
  );
}

/** What people said of rules: what counts, until when, and what has ended. Withdrawing can be undone. */
export function DecisionList({ draft }: { readonly draft: ReportDraft }) {
  const { open } = useOpen();
  // Read once for this screen: a row must not jump away while it is looked at.
  const [now] = useState(() => new Date().toISOString());
  const decisions = decisionsOf(open.history.present, draft, now);
  if (decisions.length === 0) return null;
  return (
    <section className="box obstacle-group" aria-label={t('Attested and waived')}>
      <h2>
        <Icon name="attested" /> Attested and waived{' '}
        <span className="sub">{t('shown everywhere, never counted as passed')}</span>
      </h2>
      <ul>
        {decisions.map((decision) => (
          <Row key={`${decision.kind} ${decision.rule} ${decision.at}`} decision={decision} />
        ))}
      </ul>
    </section>
  );
}
