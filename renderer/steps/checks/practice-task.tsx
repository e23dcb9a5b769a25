import { useId, useState } from 'react';
import type { Observation } from '../../../shared/probes/observation.ts';
import { Act } from '../../components/act.tsx';
import { Choice } from '../../components/fields.tsx';
import { Icon } from '../../components/icon.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import type { CheckRow } from './check-rows.ts';

/** What somebody who practises is to find in the results. */
export interface Finding {
  readonly question: string;
  readonly hint: string;
  /** What the rows of the answer read. */
  readonly observation: Observation;
}

export function practiceFindings(): readonly Finding[] {
  return [
    {
      question: t('Which service does something else answer than the expected peer?'),
      hint: t('Look for “intercepted”. Its details name the issuer of the certificate that came.'),
      observation: 'intercepted',
    },
    {
      question: t('Which service does a firewall drop without a word?'),
      hint: t('Look for “filtered”. The same address answers on other ports, so the host is up.'),
      observation: 'filtered',
    },
  ];
}

/** The rows that are a right answer, by what the run really saw. */
export function answersTo({ observation }: Finding, rows: readonly CheckRow[]): readonly CheckRow[] {
  return rows.filter((row) => row.record?.observation === observation);
}

const nameOf = ({ title, service }: CheckRow): string => `${said(title)} ${service}`;

function Question({ finding, rows }: { readonly finding: Finding; readonly rows: readonly CheckRow[] }) {
  const [chosen, setChosen] = useState('');
  const [hinted, setHinted] = useState(false);
  const [solved, setSolved] = useState(false);
  const says = useId();
  const right = answersTo(finding, rows);
  const names = [...new Set(rows.map(nameOf))];
  const found = right.find((row) => nameOf(row) === chosen);
  const shown = found ?? (solved ? right[0] : undefined);
  if (right.length === 0) return null;
  return (
    <li>
      <Choice
        label={finding.question}
        value={chosen}
        options={[{ value: '', label: t('Choose') }, ...names.map((name) => ({ value: name, label: name }))]}
        onChange={setChosen}
      />
      <div id={says} role="status" className="small">
        {found !== undefined ? (
          <p className="tone-pass">
            <Icon name="confirmed" /> {t('That is it.')}
          </p>
        ) : chosen !== '' ? (
          <p className="tone-unsure">
            <Icon name="inconclusive" /> {t('Not this one. Open its row and read what it saw.')}
          </p>
        ) : null}
        {hinted ? <p className="sub">{finding.hint}</p> : null}
        {shown === undefined ? null : (
          <p>
            <b>{nameOf(shown)}</b>: {said(shown.record?.explanation ?? '')}{' '}
            {t('Who acts: {{owner}}.', { owner: said(shown.record?.advice?.owner ?? '') })}
          </p>
        )}
      </div>
      <div className="row-acts">
        {hinted ? null : (
          <Act size="sm" look="flat" onAct={() => setHinted(true)}>
            {t('Hint')}
          </Act>
        )}
        {solved || found !== undefined ? null : (
          <Act size="sm" look="flat" onAct={() => setSolved(true)}>
            {t('Solution')}
          </Act>
        )}
      </div>
    </li>
  );
}

/** The training of the practice site: what to find, checked against what the run saw. */
export function PracticeTask({ rows }: { readonly rows: readonly CheckRow[] }) {
  return (
    <details className="box pad practice-task">
      <summary>{t('Practice: find what stops this node, and who has to act')}</summary>
      <ul>
        {practiceFindings().map((finding) => (
          <Question key={finding.observation} finding={finding} rows={rows} />
        ))}
      </ul>
      <p className="small sub">
        {t(
          'Then open “Practice site, solved” from the start screen: the same site after the firewall team is done.',
        )}
      </p>
    </details>
  );
}
