import { useEffect, useRef } from 'react';
import { Act } from '../components/act.tsx';
import { t } from '../i18n/t.ts';

const key = 'gatecheck.tour';

/** Whether the tour was offered on this computer before. A program that drives the window is offered none. */
export function tourWasOffered(): boolean {
  if (navigator.webdriver) return true;
  try {
    return window.localStorage.getItem(key) !== null;
  } catch {
    return true;
  }
}

export function rememberTour(): void {
  try {
    window.localStorage.setItem(key, 'offered');
  } catch {
    // Without storage it is offered once more: no harm.
  }
}

interface Stop {
  /** What it points at; the text says the same for those who do not see it. */
  readonly at: string;
  readonly title: string;
  readonly says: string;
}

function stops(): readonly Stop[] {
  return [
    {
      at: '.rail, .start-acts',
      title: t('Seven steps, in any order'),
      says: t(
        'Each step says in one line what it still needs. Everything is saved as you type, and Undo takes back any edit.',
      ),
    },
    {
      at: '.foot, .start-foot',
      title: t('What is missing'),
      says: t(
        'Beside Next stands the one thing that is missing now, with a way to it. Next is never locked.',
      ),
    },
    {
      at: '[data-menu="display"]',
      title: t('As you like it'),
      says: t(
        'Theme, text size and language are here. The language of the change request is chosen apart from it.',
      ),
    },
    {
      at: '[data-help]',
      title: t('When a word is new'),
      says: t(
        'Help explains every word and key, offline. The practice site lets you try the whole job without hardware.',
      ),
    },
  ];
}

/** Some short stops, each with a ring around what it is about. Esc leaves it at any time. */
export function Tour({
  stop,
  onStop,
}: {
  readonly stop: number;
  /** Null: it is over. */
  readonly onStop: (stop: number | null) => void;
}) {
  const all = stops();
  const now = all[stop];
  const box = useRef<HTMLElement>(null);
  const at = now?.at;
  useEffect(() => {
    if (at === undefined) return;
    const element = document.querySelector(at);
    element?.classList.add('tour-ring');
    box.current?.focus();
    return () => element?.classList.remove('tour-ring');
  }, [at]);
  if (now === undefined) return null;
  const last = stop === all.length - 1;
  return (
    <section
      ref={box}
      className="tour"
      tabIndex={-1}
      role="region"
      aria-label={t('Tour')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onStop(null);
      }}
    >
      <p className="small dim">{t('Tour, {{stop}} of {{all}}', { stop: stop + 1, all: all.length })}</p>
      <h2>{now.title}</h2>
      <p>{now.says}</p>
      <div className="row-acts">
        {stop === 0 ? null : (
          <Act size="sm" onAct={() => onStop(stop - 1)}>
            {t('Back')}
          </Act>
        )}
        <Act size="sm" onAct={() => onStop(last ? null : stop + 1)}>
          {last ? t('Done') : t('Go on')}
        </Act>
        {last ? null : (
          <Act size="sm" look="flat" onAct={() => onStop(null)}>
            {t('Leave the tour')}
          </Act>
        )}
      </div>
    </section>
  );
}
