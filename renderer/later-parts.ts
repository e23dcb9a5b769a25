import { later } from './components/later.tsx';

/** Everything but the start screen: the window can be used before it is loaded. */

export const openSite = later(async () => (await import('./open-site-window.tsx')).OpenSiteWindow);
export const verifyPage = later(async () => (await import('./pages/verify/verify-page.tsx')).VerifyPage);
export const identityPage = later(
  async () => (await import('./pages/identity/identity-page.tsx')).IdentityPage,
);
export const historyPage = later(async () => (await import('./pages/history/history-page.tsx')).HistoryPage);

export const helpDialog = later(async () => (await import('./help/help-dialog.tsx')).HelpDialog);

/** Loads the rest while the person reads the first screen. */
export function loadTheRest(): void {
  const parts = [openSite, verifyPage, identityPage, historyPage, helpDialog];
  const next = (): void => {
    const part = parts.shift();
    if (part === undefined) return;
    // A part that cannot be loaded is asked for again when it is shown.
    const then = (): number => window.requestIdleCallback(next, { timeout: 1000 });
    void part.load().then(then, then);
  };
  window.requestIdleCallback(next, { timeout: 1000 });
}
