import { createTheme, MantineProvider } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Header } from './components/header.tsx';
import { HelpDialog } from './components/help-dialog.tsx';
import { OpenSiteWindow } from './open-site-window.tsx';
import { IdentityPage } from './pages/identity/identity-page.tsx';
import { VerifyPage } from './pages/verify/verify-page.tsx';
import type { Acts } from './state/acts.ts';
import type { Store } from './state/store.ts';
import { AppContext } from './state/use-app.ts';
import { useShortcuts } from './state/use-shortcuts.ts';
import { useTheme } from './state/use-theme.ts';
import { StartScreen } from './steps/start/start-screen.tsx';

const mantineTheme = createTheme({
  fontFamily: 'var(--gc-font)',
  fontFamilyMonospace: 'var(--gc-mono)',
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
});

export function App({ store, acts }: { readonly store: Store; readonly acts: Acts }) {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const theme = useTheme();
  const [help, setHelp] = useState(false);
  useEffect(() => {
    void acts.begin();
  }, [acts]);
  useShortcuts(store, acts, () => setHelp(true));
  const undo = (): void => store.dispatch({ kind: 'undone' });
  const redo = (): void => store.dispatch({ kind: 'redone' });
  const open = state.kind === 'open' ? state : null;
  const header = (
    <Header
      open={open}
      theme={theme}
      onHelp={() => setHelp(true)}
      onPage={acts.page}
      onUndo={undo}
      onRedo={redo}
    />
  );
  const closeProblem = (): void => store.dispatch({ kind: 'problem-closed' });
  return (
    <MantineProvider theme={mantineTheme} forceColorScheme={theme.look === 'light' ? 'light' : 'dark'}>
      <AppContext.Provider value={{ state, acts, closeProblem }}>
        {state.page === 'verify' ? (
          <VerifyPage header={header} />
        ) : state.page === 'identity' ? (
          <IdentityPage header={header} />
        ) : open === null ? (
          <StartScreen header={header} />
        ) : (
          <OpenSiteWindow
            open={open}
            acts={acts}
            header={header}
            onSettled={() => store.dispatch({ kind: 'settled' })}
            onCloseProblem={closeProblem}
          />
        )}
        <HelpDialog opened={help} onClose={() => setHelp(false)} />
      </AppContext.Provider>
    </MantineProvider>
  );
}
