import { join } from 'node:path';
import { BrowserWindow, session } from 'electron';
import { denyDownloads, denyForeignRequests, denyNavigation, denyPermissions } from './lock-down.ts';
import { appOrigin } from './protocol.ts';

/** Opens the one window, closed down before anything is loaded into it. */
export function openWindow(distFolder: string): BrowserWindow {
  denyPermissions(session.defaultSession);
  denyForeignRequests(session.defaultSession);
  denyDownloads(session.defaultSession);
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Gatecheck',
    backgroundColor: '#eef1f0',
    webPreferences: {
      preload: join(distFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  denyNavigation(window.webContents);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}
