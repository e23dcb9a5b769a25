import type { ComponentType } from 'react';
import type { LaterPart } from './components/later.tsx';
import { later } from './components/later.tsx';

/** Everything but the start screen: the window can be used before it is loaded. */

/** A part that is built of the component kit. */
function ofKit<P extends object>(get: () => Promise<ComponentType<P>>): LaterPart<P> {
  return later(async () => {
    const [{ inKit }, Part] = await Promise.all([import('./components/kit.tsx'), get()]);
    return inKit(Part);
  });
}

export const openSite = ofKit(async () => (await import('./open-site-window.tsx')).OpenSiteWindow);
export const verifyPage = ofKit(async () => (await import('./pages/verify/verify-page.tsx')).VerifyPage);
export const identityPage = ofKit(
  async () => (await import('./pages/identity/identity-page.tsx')).IdentityPage,
);
export const historyPage = ofKit(async () => (await import('./pages/history/history-page.tsx')).HistoryPage);
export const logPage = ofKit(async () => (await import('./pages/log/log-page.tsx')).LogPage);
export const bundlePage = ofKit(async () => (await import('./pages/bundle/bundle-page.tsx')).BundlePage);
export const helpDialog = ofKit(async () => (await import('./help/help-dialog.tsx')).HelpDialog);
export const recentSearch = ofKit(async () => (await import('./steps/start/recent-search.tsx')).RecentSearch);

/** Loads the rest while the person reads the first screen. */
export function loadTheRest(): void {
  const parts = [
    openSite,
    verifyPage,
    identityPage,
    historyPage,
    helpDialog,
    recentSearch,
    logPage,
    bundlePage,
  ];
  const next = (): void => {
    const part = parts.shift();
    if (part === undefined) return;
    // A part that cannot be loaded is asked for again when it is shown.
    const then = (): number => window.requestIdleCallback(next, { timeout: 1000 });
    void part.load().then(then, then);
  };
  window.requestIdleCallback(next, { timeout: 1000 });
}
