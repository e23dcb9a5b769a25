import { join } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import { app, BrowserWindow, nativeTheme } from 'electron';
import { appOrigin } from './protocol.ts';
import { smallest } from './window-state.ts';

/** The ground of each theme, so that nothing flashes before the page is painted. */
const grounds = { light: '#eef1f0', dark: '#0f1514' } as const;

/** Where nothing can be painted, as with a graphics driver that fails, a window that stays empty still tells that we run. */
const shownAfterMs = 5000;
/**
 * A page may have last words for the disk. One that hangs has none, and Electron would wait for it for ever: after five seconds it
 * calls the window unresponsive, which the log takes down first.
 */
const goneAfterMs = 6000;

function showWhenPainted(window: BrowserWindow): void {
  const show = (): void => {
    clearTimeout(unpainted);
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  const unpainted = setTimeout(show, shownAfterMs);
  window.once('ready-to-show', show);
  window.once('closed', () => clearTimeout(unpainted));
}

/** However it is closed: by its own button, with the program, or by the system that shuts down. */
function closeThoughPageHangs(window: BrowserWindow): void {
  let waiting: NodeJS.Timeout | undefined;
  window.on('close', () => {
    waiting ??= setTimeout(() => window.destroy(), goneAfterMs);
  });
  window.once('closed', () => clearTimeout(waiting));
}

/**
 * Opens a window. It is closed down before anything is loaded into it (lock-down.ts); what stands here by its default too
 * stands here so that nobody changes it unseen.
 */
export function openWindow(
  distFolder: string,
  place: Pick<BrowserWindowConstructorOptions, 'x' | 'y' | 'width' | 'height'>,
  zoom: number,
): BrowserWindow {
  const window = new BrowserWindow({
    ...place,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Gatecheck',
    backgroundColor: nativeTheme.shouldUseDarkColors ? grounds.dark : grounds.light,
    webPreferences: {
      preload: join(distFolder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      // A middle click opens nothing.
      disableBlinkFeatures: 'Auxclick',
      // What somebody on the telephone asks a person to paste there would have the window's rights.
      devTools: !app.isPackaged,
      spellcheck: false,
      navigateOnDragDrop: false,
      zoomFactor: zoom / 100,
    },
  });
  showWhenPainted(window);
  closeThoughPageHangs(window);
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}
