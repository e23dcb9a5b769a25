import { useState } from 'react';
import type { HandOff } from '../../../shared/ipc/report-calls.ts';
import { Act } from '../../components/act.tsx';
import { CopyAct } from '../../components/copy.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import { ObservationWord } from '../../components/state-words.tsx';
import { plural } from '../../components/words.ts';
import { useOpen } from '../../state/use-app.ts';
import type { Obstacle, ObstacleGroup } from './obstacles.ts';
import type { Settling } from './settle-form.tsx';
import { SettleForm } from './settle-form.tsx';
import { t } from '../../i18n/t.ts';

function ownerIcon(owner: string, vendor: string): IconName {
  if (owner === 'You') return 'user';
  return owner === vendor ? 'vendor' : 'team';
}

function Row({ obstacle, handOff }: { readonly obstacle: Obstacle; readonly handOff: HandOff | null }) {
  const { acts } = useOpen();
  const [settling, setSettling] = useState<Settling | null>(null);
  const name = `${obstacle.title}, ${obstacle.service}`;
  const text = handOff?.texts[obstacle.id];
  return (
    <li className="obstacle">
      <ObservationWord observation={obstacle.observation} verdict={obstacle.verdict} />
      <div>
        <b>{obstacle.title}</b> <span className="mono">{obstacle.service}</span>
        <p className="small sub wrap">{obstacle.explanation}</p>
      </div>
      <div className="row-acts">
        {text === undefined ? null : (
          <CopyAct text={text} label={t('Copy the hand-off text of {{name}}', { name })}>
            {t('Hand-off text')}
          </CopyAct>
        )}
        {obstacle.emptySide ? (
          <Act
            size="sm"
            label={t('Enter address for {{name}}', { name })}
            onAct={() => acts.goTo('endpoints')}
          >
            {t('Enter address')}
          </Act>
        ) : (
          <>
            {obstacle.verdict === 'inconclusive' ? (
              <Act
                size="sm"
                label={t('Attest {{name}}', { name })}
                expanded={settling === 'attest'}
                onAct={() => setSettling('attest')}
              >
                {t('Attest')}
              </Act>
            ) : null}
            <Act
              size="sm"
              label={t('Waive {{name}}', { name })}
              expanded={settling === 'waive'}
              onAct={() => setSettling('waive')}
            >
              {t('Waive')}
            </Act>
          </>
        )}
      </div>
      {settling === null ? null : (
        <SettleForm obstacle={obstacle} kind={settling} onDone={() => setSettling(null)} />
      )}
    </li>
  );
}

/** What stands in the way, by who can clear it. */
export function ObstacleList({
  groups,
  handOff,
}: {
  readonly groups: readonly ObstacleGroup[];
  /** Null: no report of them is signed yet. */
  readonly handOff: HandOff | null;
}) {
  const { preview } = useOpen();
  return groups.map(({ owner, obstacles }) => (
    <section key={owner} className="obstacle-group" aria-label={t('Waits for: {{owner}}', { owner })}>
      <h2>
        <Icon name={ownerIcon(owner, preview.catalog.vendorContact)} /> {owner}{' '}
        <span className="sub">{plural(obstacles.length, 'rule')}</span>
      </h2>
      <ul>
        {obstacles.map((obstacle) => (
          <Row key={obstacle.id} obstacle={obstacle} handOff={handOff} />
        ))}
      </ul>
    </section>
  ));
}
