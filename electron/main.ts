import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, session } from 'electron';
import { answersOf } from './app/answers.ts';
import { givenIn } from './app/given-files.ts';
import { connectPages } from './app/ipc.ts';
import { lockDownAll, lockDownSession, silenceChromium } from './app/lock-down.ts';
import { mainLog } from './app/main-log.ts';
import { declareScheme, serveFolder } from './app/protocol.ts';
import { programWindows } from './app/windows.ts';
import type { WizardHost } from './app/wizard-host.ts';
import { startWizard } from './app/wizard-host.ts';
import { keepMemoryOutOfDumps } from './no-memory-in-dumps.ts';
import { userDirectory } from './store/user-directory.ts';

/**
 * The program's main process: windows, menu and the system's dialogs. Whatever takes time is the wizard's, in a process of
 * its own, so that no window ever waits for this one.
 */

// Beside this bundle lie the wizard's, the preload script and the page.
const distFolder = __dirname;
const userFolder = userDirectory();

// macOS says so, before the program is ready too; elsewhere the file is among the arguments.
const given: string[] = [];
let openGiven = (path: string): void => void given.push(path);
app.on('open-file', (event, path) => {
  event.preventDefault();
  openGiven(path);
});

function begin(): void {
  const log = mainLog(userFolder);
  serveFolder(join(distFolder, 'renderer'));
  lockDownSession(session.defaultSession);
  const windows = programWindows(distFolder, userFolder, (window) => host.forget(window));
  const host: WizardHost = startWizard(distFolder, answersOf(windows));
  connectPages(host, windows.isOurs);
  windows.open(givenIn(process.argv.slice(1), process.cwd()) ?? given.at(-1) ?? null);
  // A second start of the program is another window of the first one.
  app.on('second-instance', (_event, argv, folder) => windows.open(givenIn(argv.slice(1), folder)));
  openGiven = windows.open;
  endCleanly(async () => {
    await Promise.all([host.end(), windows.settle()]);
    log.say({ event: 'program-ends' });
    await log.close();
  });
}

/** A disk that does not answer must not keep the program; the wizard has its own, shorter wait. */
const patienceMs = 8000;

function endCleanly(end: () => Promise<unknown>): void {
  let ended = false;
  app.on('will-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    const enough = new Promise((resolve) => setTimeout(resolve, patienceMs));
    void Promise.race([end(), enough]).finally(() => {
      ended = true;
      // Not in the same turn: Electron takes no second word while it still hands out this event.
      setImmediate(() => app.quit());
    });
  });
}

keepMemoryOutOfDumps();
declareScheme();
lockDownAll();
silenceChromium();
// Chromium's own files too: one folder for this user, another one for each test.
const chromiumFolder = join(userFolder, 'window');
mkdirSync(chromiumFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', chromiumFolder);

if (app.requestSingleInstanceLock()) void app.whenReady().then(begin);
else app.quit();
