import { join } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import { BrowserWindow, nativeTheme } from 'electron';
import { denyNavigation } from './lock-down.ts';
import { appOrigin } from './protocol.ts';
import { smallest } from './window-state.ts';

/** The ground of each theme, so that nothing flashes before the page is painted. */
const grounds = { light: '#eef1f0', dark: '#0f1514' } as const;

/** Opens a window, closed down before anything is loaded into it. */
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
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      zoomFactor: zoom / 100,
    },
  });
  denyNavigation(window.webContents);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}
