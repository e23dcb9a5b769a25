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

/**
 * Whatever page or session is ever made is closed down from its first moment, not only those that this program makes by
 * its own code. Before the app is ready.
 */
export function lockDownAll(): void {
  // No page without the sandbox, whatever its preferences say. Where somebody turned it off altogether (root has to), a
  // program that asks for it all the same has no page at all.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents));
  app.on('session-created', lockDownSession);
}

/** No permission, no foreign request, no download. */
export function lockDownSession(session: Session): void {
  denyPermissions(session);
  denyForeignRequests(session);
  session.on('will-download', (event) => event.preventDefault());
}

/** "Copy the command", which a person presses. Reading the clipboard stays denied. */
const needed = 'clipboard-sanitized-write';

/** The window never needs a camera, a location or any other permission of the web but one. */
function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(permission === needed));
  // Its type does not list this permission, but Chromium asks for it here too.
  session.setPermissionCheckHandler((_contents, permission) => (permission as string) === needed);
  session.setDevicePermissionHandler(() => false);
}

/** The window loads its own files and nothing else, whatever a page may ask for. */
function denyForeignRequests(session: Session): void {
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = details.url.startsWith(`${appOrigin}/`) || /^(data|blob|devtools):/.test(details.url);
    decide({ cancel: !own });
  });
  session.setSpellCheckerEnabled(false);
}

/** No link, redirect or script leads anywhere else. */
function denyNavigation(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
