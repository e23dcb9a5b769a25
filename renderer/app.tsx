import type { ReactNode } from 'react';
import { Fragment, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { Header } from './components/header.tsx';
import { rememberTour, Tour, tourWasOffered } from './help/tour.tsx';
import {
  bundlePage,
  helpDialog,
  historyPage,
  identityPage,
  logPage,
  openSite,
  verifyPage,
} from './later-parts.ts';
import type { Api } from './api/client.ts';
import type { Acts } from './state/acts.ts';
import type { PageId } from './state/state.ts';
import type { Store } from './state/store.ts';
import { AppContext } from './state/use-app.ts';
import { useShortcuts } from './state/use-shortcuts.ts';
import { useDisplay } from './state/use-display.ts';
import { StartScreen } from './steps/start/start-screen.tsx';

function pageOf(page: PageId, header: ReactNode): ReactNode {
  switch (page) {
    case 'verify':
      return <verifyPage.Part header={header} />;
    case 'identity':
      return <identityPage.Part header={header} />;
    case 'history':
      return <historyPage.Part header={header} />;
    case 'log':
      return <logPage.Part header={header} />;
    case 'bundle':
      return <bundlePage.Part header={header} />;
  }
}

export function App({ store, acts, api }: { readonly store: Store; readonly acts: Acts; readonly api: Api }) {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const display = useDisplay(api);
  // Null: it was not asked for yet. It stays when it is closed, and gives the focus back.
  const [help, setHelp] = useState<{ readonly first: 'keys' | 'words'; readonly opened: boolean } | null>(
    null,
  );
  const showHelp = useCallback((first: 'keys' | 'words') => setHelp({ first, opened: true }), []);
  const closeHelp = (): void => setHelp((last) => (last === null ? null : { ...last, opened: false }));
  const [tour, setTour] = useState<number | null>(null);
  const [isNew, setIsNew] = useState(() => !tourWasOffered());
  useEffect(() => {
    void acts.begin();
  }, [acts]);
  useShortcuts(store, acts, showHelp);
  const undo = (): void => store.dispatch({ kind: 'undone' });
  const redo = (): void => store.dispatch({ kind: 'redone' });
  const open = state.kind === 'open' ? state : null;
  const header = (
    <Header
      open={open}
      display={display}
      onHelp={() => showHelp('words')}
      onPage={acts.page}
      onUndo={undo}
      onRedo={redo}
      onSave={() => void acts.saveAs()}
    />
  );
  const takeTour = (stop: number | null): void => {
    rememberTour();
    setIsNew(false);
    closeHelp();
    setTour(stop);
  };
  const leaveHelp = (page: PageId): void => {
    closeHelp();
    acts.page(page);
  };
  const closeProblem = (): void => store.dispatch({ kind: 'problem-closed' });
  return (
    <AppContext.Provider value={{ state, acts, closeProblem, look: display.theme.look }}>
      {/* A change of language draws everything anew: no component has to listen for it. */}
      <Fragment key={display.language}>
        {state.page !== null ? (
          pageOf(state.page, header)
        ) : open === null ? (
          <StartScreen header={header} onTour={isNew ? takeTour : null} />
        ) : (
          <openSite.Part
            open={open}
            acts={acts}
            header={header}
            onSettled={() => store.dispatch({ kind: 'settled' })}
            onCloseProblem={closeProblem}
          />
        )}
      </Fragment>
      {help === null ? null : (
        <helpDialog.Part {...help} onClose={closeHelp} onTour={() => takeTour(0)} onPage={leaveHelp} />
      )}
      {tour === null ? null : <Tour stop={tour} onStop={setTour} />}
    </AppContext.Provider>
  );
}
