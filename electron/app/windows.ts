import type { BrowserWindow } from 'electron';
import { app, Menu, screen } from 'electron';
import type { WindowAct, WindowEvent } from '../../shared/ipc/window-calls.ts';
import type { Zoom } from '../../shared/ipc/zooms.ts';
import { zooms } from '../../shared/ipc/zooms.ts';
import { writeAtomically } from '../store/write-atomically.ts';
import type { WindowsToAsk } from './answers.ts';
import { menuTemplate } from './menu.ts';
import { openWindow } from './window.ts';
import type { WindowState } from './window-state.ts';
import { placeWindow, readWindowState, windowStatePath } from './window-state.ts';

/** The program's windows, and how this user left them. */
export interface Windows extends WindowsToAsk {
  readonly isOurs: (window: number) => boolean;
  /** A new window; with a file that the system gave, its page opens that. */
  readonly open: (given?: string | null) => void;
  /** What is remembered of them is on the disk. */
  readonly settle: () => Promise<void>;
}

const writeAfterMs = 400;

export function programWindows(
  distFolder: string,
  userFolder: string,
  onGone: (window: number) => void,
): Windows {
  const windows = new Map<number, BrowserWindow>();
  const given = new Map<number, string>();
  let state: WindowState = readWindowState(userFolder);
  let timer: NodeJS.Timeout | undefined;
  let written: Promise<void> = Promise.resolve();

  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    // Nothing but convenience is lost where the disk does not let us.
    written = writeAtomically(windowStatePath(userFolder), `${JSON.stringify(state, null, 2)}\n`, {
      mode: 0o600,
    }).catch(() => undefined);
  };
  const change = (to: Partial<WindowState>): void => {
    state = { ...state, ...to };
    clearTimeout(timer);
    timer = setTimeout(write, writeAfterMs);
  };

  const tell = (window: BrowserWindow, event: WindowEvent): void => {
    if (!window.isDestroyed()) window.webContents.send('gatecheck:window', event);
  };
  const act = (what: WindowAct): void => {
    const focused = [...windows.values()].find((window) => window.isFocused());
    const window = focused ?? [...windows.values()].at(-1);
    if (window !== undefined) tell(window, { kind: 'act', act: what });
  };

  const setZoom = (zoom: Zoom): void => {
    if (zoom === state.zoom) return;
    change({ zoom });
    for (const window of windows.values()) {
      window.webContents.setZoomFactor(zoom / 100);
      tell(window, { kind: 'zoomed', zoom });
    }
  };
  const zoomBy = (steps: -1 | 1): void => {
    const next = zooms[zooms.indexOf(state.zoom) + steps];
    if (next !== undefined) setZoom(next);
  };

  const setMenu = (): void => {
    const acts = { act, newWindow: () => open(), zoomBy, zoomReset: () => setZoom(100) };
    const surroundings = { mac: process.platform === 'darwin', develop: !app.isPackaged };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state.language, acts, surroundings)));
  };

  function open(file: string | null = null): void {
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
    const window = openWindow(distFolder, placeWindow(state, areas, windows.size), state.zoom);
    const { id } = window;
    if (state.maximized && windows.size === 0) window.maximize();
    windows.set(id, window);
    if (file !== null) given.set(id, file);
    const remember = (): void => {
      if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
      // While it is maximized, what it goes back to stays as it was.
      change({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    };
    for (const name of ['resize', 'move', 'maximize', 'unmaximize'] as const)
      window.on(name as 'resize', remember);
    window.on('closed', () => {
      windows.delete(id);
      given.delete(id);
      onGone(id);
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      // What was typed is among the drafts: the page comes back with the start screen, which offers it.
      if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
    });
  }

  setMenu();
  return {
    get: (id) => {
      const window = windows.get(id);
      if (window === undefined) throw new Error('This window is closed.');
      return window;
    },
    isOurs: (id) => windows.has(id),
    language: () => state.language,
    open,
    given: (id) => {
      const file = given.get(id) ?? null;
      given.delete(id);
      return file;
    },
    show: (id) => {
      const window = windows.get(id);
      if (window === undefined) return;
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    zoom: (zoom) => {
      if (zoom !== null) setZoom(zoom);
      return Promise.resolve(state.zoom);
    },
    speak: (language) => {
      if (language !== state.language) {
        change({ language });
        setMenu();
      }
      return Promise.resolve(null);
    },
    settle: async () => {
      if (timer !== undefined) write();
      await written;
    },
  };
}
