import { isSomethingOnTop } from './on-top.ts';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Act } from './act.tsx';
import { SkipLink } from './skip-link.tsx';
import { useApp } from '../state/use-app.ts';
import { t } from '../i18n/t.ts';

/** Where the way back leads: the open site, or the start screen. */
function cameFrom(site: string | null): { readonly words: string; readonly label: string } {
  if (site === null) return { words: t('Start screen'), label: t('Back to the start screen') };
  const words = site === '' ? t('New site') : site;
  return { words, label: t('Back to {{place}}', { place: words }) };
}

/** Esc, wherever the focus is, unless a form, a menu or a dialog on top takes it for itself. */
function useEscape(onEscape: () => void): void {
  const leave = useRef(onEscape);
  useEffect(() => {
    leave.current = onEscape;
  }, [onEscape]);
  useEffect(() => {
    let isTaken = false;
    const look = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') isTaken = isSomethingOnTop();
    };
    const act = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isTaken) leave.current();
    };
    // Asked on the way down: on the way up the menu is closed already.
    window.addEventListener('keydown', look, true);
    window.addEventListener('keydown', act);
    return () => {
      window.removeEventListener('keydown', look, true);
      window.removeEventListener('keydown', act);
    };
  }, []);
}

/** A screen over the steps: header, content, and the way back. What lies under it stays as it was. */
export function Page({
  header,
  says,
  children,
}: {
  readonly header: ReactNode;
  /** Beside the way back. */
  readonly says: string;
  readonly children: ReactNode;
}) {
  const { state, acts } = useApp();
  useEscape(() => acts.page(null));
  const site = state.kind === 'open' ? (state.history.present.customer?.site ?? '') : null;
  const back = cameFrom(site);
  return (
    <div className="window page">
      <SkipLink />
      {header}
      <main className="content">{children}</main>
      <footer className="foot">
        <Act size="lg" icon="left" label={back.label} onAct={() => acts.page(null)}>
          {back.words}
        </Act>
        <p className="why-next small">{says}</p>
      </footer>
    </div>
  );
}
