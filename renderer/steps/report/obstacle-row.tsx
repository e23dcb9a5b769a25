import { useState } from 'react';
import { Act } from '../../components/act.tsx';
import { ObservationWord } from '../../components/state-words.tsx';
import { said as inWords } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import type { HandOffSource } from '../../state/proof-acts.ts';
import { useOpen } from '../../state/use-app.ts';
import { CopyLater } from './copy-later.tsx';
import type { Obstacle } from './obstacles.ts';
import { explanationWords, nextWords, serviceWords } from './report-words.ts';
import { withoutShared } from './shared-sentences.ts';
import type { Settling } from './settle-form.tsx';
import { SettleForm } from './settle-form.tsx';

function isTyping(target: EventTarget): boolean {
  return target instanceof Element && target.closest('input, textarea, select') !== null;
}

/** One obstacle: what was seen, what to do, and the forms in the row. A attests, W waives while the row has the focus. */
export function ObstacleRow({
  obstacle,
  said,
  handOff,
}: {
  readonly obstacle: Obstacle;
  /** Sentences that stand over the list, once for all its rows. */
  readonly said: readonly string[];
  readonly handOff: HandOffSource;
}) {
  const { acts } = useOpen();
  const [settling, setSettling] = useState<Settling | null>(null);
  const { id, observation, verdict, emptySide } = obstacle;
  const title = inWords(obstacle.title);
  const name = `${title}, ${serviceWords(obstacle)}`;
  const next = nextWords(obstacle);
  const maySettle = (kind: Settling): boolean =>
    !emptySide && (kind === 'waive' || verdict === 'inconclusive');
  const byKey = (key: string): Settling | null => {
    const kind = key === 'a' ? 'attest' : key === 'w' ? 'waive' : null;
    return kind !== null && maySettle(kind) ? kind : null;
  };
  return (
    <li
      className="obstacle"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
        const kind = byKey(event.key.toLowerCase());
        if (kind === null) return;
        event.preventDefault();
        setSettling(kind);
      }}
    >
      <ObservationWord observation={observation} verdict={verdict} />
      <p>
        <b>{title}</b> <span className="mono">{serviceWords(obstacle)}</span>
      </p>
      <div className="row-acts">
        <CopyLater
          make={() => acts.handOff(handOff, [id])}
          label={t('Copy the hand-off text of {{name}}', { name })}
        >
          {t('Hand-off text')}
        </CopyLater>
        {emptySide ? (
          <Act
            size="sm"
            label={t('Enter address for {{name}}', { name })}
            onAct={() => acts.goTo('endpoints')}
          >
            {t('Enter address')}
          </Act>
        ) : null}
        {maySettle('attest') ? (
          <Act
            size="sm"
            label={t('Attest {{name}}', { name })}
            expanded={settling === 'attest'}
            onAct={() => setSettling('attest')}
          >
            {t('Attest')}
          </Act>
        ) : null}
        {maySettle('waive') ? (
          <Act
            size="sm"
            label={t('Waive {{name}}', { name })}
            expanded={settling === 'waive'}
            onAct={() => setSettling('waive')}
          >
            {t('Waive')}
          </Act>
        ) : null}
      </div>
      <div className="obstacle-says">
        <p className="small sub wrap">{withoutShared(explanationWords(obstacle), said)}</p>
        {next === null ? null : (
          <p className="small wrap">
            <b>{t('Next:')}</b> {next}
          </p>
        )}
      </div>
      {settling === null ? null : (
        <SettleForm obstacle={obstacle} kind={settling} onDone={() => setSettling(null)} />
      )}
    </li>
  );
}
