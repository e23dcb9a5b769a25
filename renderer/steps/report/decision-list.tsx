import { useState } from 'react';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { useOpen } from '../../state/use-app.ts';
import type { Decision } from './decisions.ts';
import { decisionsOf, standingWords, withoutDecision } from './decisions.ts';
import { t } from '../../i18n/t.ts';

function stateWord({ kind, standing }: Decision): string {
  if (standing === 'counts') return kind === 'attested' ? t('attested') : t('waived');
  return standing === 'ended' ? t('ended') : t('no effect');
}

/** Who said it, how or why, and until when it counts. */
function whoAndWhy({ kind, by, words, expires, standing }: Decision): string {
  if (kind === 'attested') {
    if (standing !== 'counts') return t('Attested by {{by}}: {{words}}', { by, words });
    return expires === null
      ? t('Attested by {{by}}: {{words}} · no end', { by, words })
      : t('Attested by {{by}}: {{words}} · until {{expires}}', { by, words, expires });
  }
  return standing === 'counts'
    ? t('Waived by {{by}}: {{words}} · until {{expires}}', { by, words, expires: expires ?? '' })
    : t('Waived by {{by}}: {{words}}', { by, words });
}

function withdrawWords({ kind, by, title, service }: Decision): string {
  const name = service === '' ? title : `${title}, ${service}`;
  return kind === 'attested'
    ? t('Withdraw what {{by}} attested of {{name}}', { by, name })
    : t('Withdraw what {{by}} waived of {{name}}', { by, name });
}

function Row({ decision }: { readonly decision: Decision }) {
  const { acts } = useOpen();
  const { kind, title, service, standing } = decision;
  const counts = standing === 'counts';
  const withdraw = (): void => {
    acts.edit((site) => withoutDecision(site, decision));
    void acts.readReport().then(() => document.querySelector<HTMLElement>('main h1')?.focus());
  };
  return (
    <li className="obstacle">
      <span className={`state tone-${counts ? kind : 'idle'}`}>
        <Icon name={counts ? kind : 'stale'} />
        {stateWord(decision)}
      </span>
      <p>
        <b>{title}</b> <span className="mono">{service}</span>
      </p>
      <div className="row-acts">
        <Act size="sm" label={withdrawWords(decision)} onAct={withdraw}>
          {t('Withdraw')}
        </Act>
      </div>
      <div className="obstacle-says">
        <p className="small sub wrap">{whoAndWhy(decision)}</p>
        {counts ? null : <p className="small tone-unsure wrap">{standingWords(decision)}</p>}
      </div>
    </li>
  );
}

function Decisions({ draft }: { readonly draft: ReportDraft }) {
  const { open } = useOpen();
  // Read once for this screen: a row must not jump away while it is looked at.
  const [now] = useState(() => new Date().toISOString());
  const decisions = decisionsOf(open.history.present, draft, now);
  if (decisions.length === 0) return null;
  return (
    <section className="box obstacle-group" aria-label={t('Attested and waived')}>
      <div className="obstacle-head">
        <h2>
          <Icon name="attested" /> {t('Attested and waived')}{' '}
          <span className="sub">{t('shown everywhere, never counted as passed')}</span>
        </h2>
      </div>
      <ul>
        {decisions.map((decision) => (
          <Row key={`${decision.kind} ${decision.rule} ${decision.at}`} decision={decision} />
        ))}
      </ul>
    </section>
  );
}

/** What people said of rules: what counts, until when, and what has ended. Withdrawing can be undone. */
export function DecisionList({ draft }: { readonly draft: ReportDraft }) {
  const { attestations = [], waivers = [] } = useOpen().open.history.present;
  // A word that was given just now is held against the clock of now, not of when the screen was opened.
  return <Decisions key={[...attestations, ...waivers].map(({ at }) => at).join(' ')} draft={draft} />;
}
