import { useMemo, useState } from 'react';
import { Act } from '../../components/act.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import { t, tn } from '../../i18n/t.ts';
import type { HandOffSource } from '../../state/proof-acts.ts';
import { useOpen } from '../../state/use-app.ts';
import { CopyLater } from './copy-later.tsx';
import { ObstacleRow } from './obstacle-row.tsx';
import type { ObstacleGroup, Owner } from './obstacles.ts';
import { ownerKey } from './obstacles.ts';
import { explanationWords, ownerWords } from './report-words.ts';
import { asText, sharedSentences } from './shared-sentences.ts';

/** Shown at first of each owner, and by each press of the button after them. */
const atOnce = 40;

function ownerIcon(owner: Owner, vendor: string): IconName {
  if (owner.kind === 'you') return 'user';
  return owner.kind === 'named' && owner.name === vendor ? 'vendor' : 'team';
}

function Group({
  group: { owner, obstacles },
  handOff,
}: {
  readonly group: ObstacleGroup;
  readonly handOff: HandOffSource;
}) {
  const { preview, acts } = useOpen();
  const [shown, setShown] = useState(atOnce);
  const name = ownerWords(owner);
  const left = obstacles.length - shown;
  const shared = useMemo(() => sharedSentences(obstacles.map(explanationWords)), [obstacles]);
  return (
    <section className="obstacle-group" aria-label={t('Waits for: {{owner}}', { owner: name })}>
      <div className="obstacle-head">
        <h2>
          <Icon name={ownerIcon(owner, preview.catalog.vendorContact)} /> {name}{' '}
          <span className="sub">{tn('{{count}} rule', '{{count}} rules', obstacles.length)}</span>
        </h2>
        {obstacles.length < 2 ? null : (
          <CopyLater
            make={() =>
              acts.handOff(
                handOff,
                obstacles.map(({ id }) => id),
              )
            }
            label={t('Copy the hand-off texts for: {{owner}}', { owner: name })}
          >
            {t('Hand-off texts')}
          </CopyLater>
        )}
      </div>
      {shared.length === 0 ? null : <p className="obstacle-shared small">{asText(shared)}</p>}
      <ul>
        {obstacles.slice(0, shown).map((obstacle) => (
          <ObstacleRow key={obstacle.id} obstacle={obstacle} said={shared} handOff={handOff} />
        ))}
      </ul>
      {left <= 0 ? null : (
        <div className="more-rows">
          <span className="sub">
            {t('{{shown}} of {{all}} are shown, the first as the rules stand in the request.', {
              shown: Math.min(shown, obstacles.length),
              all: obstacles.length,
            })}
          </span>
          <Act
            size="sm"
            label={tn(
              'Show {{count}} more that waits for: {{owner}}',
              'Show {{count}} more that wait for: {{owner}}',
              Math.min(atOnce, left),
              { owner: name },
            )}
            onAct={() => setShown(shown + atOnce)}
          >
            {tn('Show {{count}} more', 'Show {{count}} more', Math.min(atOnce, left))}
          </Act>
        </div>
      )}
    </section>
  );
}

/** What stands in the way, by who can clear it. */
export function ObstacleList({
  groups,
  handOff,
}: {
  readonly groups: readonly ObstacleGroup[];
  readonly handOff: HandOffSource;
}) {
  return groups.map((group) => <Group key={ownerKey(group.owner)} group={group} handOff={handOff} />);
}
