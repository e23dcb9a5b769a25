import type { Session, WebContents } from 'electron';
import { app } from 'electron';
import { appOrigin } from './protocol.ts';

/** Chromium's own traffic: none of it is ours, and the laptop stands in a customer's network. Before the app is ready. */
export function silenceChromium(): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-sync',
    'no-pings',
  ]) {
    app.commandLine.appendSwitch(name);
  }
  app.commandLine.appendSwitch(
    'disable-features',
    'SpareRendererForSitePerProcess,MediaRouter,OptimizationHints',
  );
}

/** "Copy the command", which a person presses. Reading the clipboard stays denied. */
const needed = 'clipboard-sanitized-write';

/** The window never needs a camera, a location or any other permission of the web but one. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === needed));
  // Its type does not list this permission, but Chromium asks for it here too.
  session.setPermissionCheckHandler((_contents, permission) => (permission as string) === needed);
  session.setDevicePermissionHandler(() => false);
}

/** The window loads its own files and nothing else, whatever a page may ask for. */
export function denyForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = details.url.startsWith(`${appOrigin}/`) || /^(data|blob|devtools):/.test(details.url);
    decide({ cancel: !own });
  });
  session.setSpellCheckerEnabled(false);
}

export function denyDownloads(session: Session): void {
  session.on('will-download', (event) => event.preventDefault());
}

/** No link, redirect or script leads anywhere else. */
export function denyNavigation(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
