import './favour-memory.ts';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, safeStorage, shell } from 'electron';
import { systemDialogs } from './app/dialogs.ts';
import { documentRenderers } from './app/documents.ts';
import { pushRunEvent, registerCalls } from './app/ipc.ts';
import { silenceChromium } from './app/lock-down.ts';
import { setMenu } from './app/menu.ts';
import { notifyBySystem } from './app/notify.ts';
import { declareScheme, serveFolder } from './app/protocol.ts';
import { openWindow } from './app/window.ts';
import { laptopAddresses, laptopInterfaces, makeLaptopEngine } from './engines/laptop.ts';
import { safeStorageKeychain } from './signing/index.ts';
import { agentAddress } from './ssh/index.ts';
import { userDirectory } from './store/user-directory.ts';
import type { Wizard } from './usecases/wizard/wizard.ts';
import { createWizard } from './usecases/wizard/wizard.ts';

/** The window's program: puts adapters and use-cases together, opens the window, ends cleanly. */

// Beside this bundle lie the preload script, the page and the fonts.
const distFolder = __dirname;
const userFolder = userDirectory();

function wizardFor(window: BrowserWindow): Wizard {
  const now = (): Date => new Date();
  return createWizard({
    dialogs: systemDialogs(window),
    notify: notifyBySystem,
    reveal: (path) => shell.showItemInFolder(path),
    push: (event) => pushRunEvent(window.webContents, event),
    laptop: {
      addresses: laptopAddresses,
      side: (trust) => ({
        engine: makeLaptopEngine({ trust, now }),
        networks: laptopInterfaces().flatMap(({ addresses }) => addresses),
      }),
    },
    keychain: safeStorageKeychain(safeStorage, process.platform),
    ...documentRenderers(distFolder),
    userFolder,
    platform: process.platform,
    agentSocket: agentAddress(process.env),
    now,
    newId: randomUUID,
  });
}

function openMainWindow(): void {
  serveFolder(join(distFolder, 'renderer'));
  setMenu();
  const window = openWindow(distFolder);
  const wizard = wizardFor(window);
  registerCalls(window.webContents, wizard.handlers);
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  endCleanly(wizard);
}

/** What was typed last is still on its way to the disk when the window is gone; what hangs must not keep the program. */
function endCleanly(wizard: Wizard): void {
  let ended = false;
  app.on('will-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    const patience = new Promise((resolve) => setTimeout(resolve, 3000));
    void Promise.race([wizard.close(), patience]).finally(() => {
      ended = true;
      // Not in the same turn: Electron takes no second word while it still hands out this event.
      setImmediate(() => app.quit());
    });
  });
}

declareScheme();
silenceChromium();
// Chromium's own files too: one folder for this user, another one for each test.
const chromiumFolder = join(userFolder, 'window');
mkdirSync(chromiumFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', chromiumFolder);

if (app.requestSingleInstanceLock()) void app.whenReady().then(openMainWindow);
else app.quit();
