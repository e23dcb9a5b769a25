import type { Session, WebContents } from 'electron';
import { app } from 'electron';
import { appOrigin } from './protocol.ts';

/** Discards what it gets (RFC 863), and is not asked either: the resolver gives nothing, not even for this address. */
const nowhere = '127.0.0.1:9';

/**
 * Chromium's own traffic: none of it is ours, and the laptop stands in a customer's network. What follows the switches by
 * name ends all of it: Chromium finds no name and no address, and has no way but a proxy that is not there. Electron begins
 * to fetch a dictionary for a spell checker before anybody can turn that off, and a page could look a name up or prepare a
 * connection where no policy of a page applies. Checks and SSH are Node's and do not pass here. Before the app is ready.
 */
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
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  // A fixed one: the system's is neither asked for nor looked for in the network (WPAD).
  app.commandLine.appendSwitch('proxy-server', nowhere);
  app.commandLine.appendSwitch('proxy-bypass-list', '<-loopback>');
  app.commandLine.appendSwitch(
    'disable-features',
    // The last one would have every local network asked for names that nobody uses (mDNS).
    'SpareRendererForSitePerProcess,MediaRouter,OptimizationHints,WebRtcHideLocalIpsWithMdns',
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
  app.on('web-contents-created', (_event, contents) => {
    denyNavigation(contents);
    denyPeers(contents);
  });
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

/** A page's calls to peers know no policy of a page: no UDP, no question in the local network, TCP only by the proxy. */
function denyPeers(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** No link, redirect or script leads anywhere else. */
function denyNavigation(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
