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

/** The window never needs a camera, a location or a notification permission of the web. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
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
