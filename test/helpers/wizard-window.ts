import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron, test as base, expect } from '@playwright/test';
import { logFolder, readLogs } from '../../electron/log/log-files.ts';
import { programUnderTest } from './program-under-test.ts';

/** What a person chooses in the system's dialogs. */
export interface DialogChoice {
  /** For a folder or a file to open. */
  readonly open?: string;
  readonly saveAs?: string;
}

/** The program in its real window, with a user's folder of its own. */
export interface WizardWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Identity, drafts, accepted host keys. */
  readonly userFolder: string;
  /** A folder for what the test writes. */
  readonly out: string;
  readonly choose: (choice: DialogChoice) => Promise<void>;
  /** Into the folder that GATECHECK_SCREENSHOTS names, else into the test's own. */
  readonly picture: (name: string) => Promise<void>;
  /** Closes the window as a person does, and starts the program again as the same user. */
  readonly restart: () => Promise<WizardWindow>;
  /** Ends the program as a crash does (kill -9), and starts it again as the same user. */
  readonly crash: () => Promise<WizardWindow>;
  /** Opens another window of the program. */
  readonly another: () => Promise<Page>;
  /** Another user of this computer starts the program. */
  readonly colleague: () => Promise<WizardWindow>;
}

/** What the program is started with beside its own folder. */
export interface LaunchWith {
  /** Chromium's switches. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Started in place of the program, and ends up as it. */
  readonly executable?: string;
  /** What the system gives it to open. */
  readonly files?: readonly string[];
}

function launch(
  userFolder: string,
  { args, env, executable, files = [] }: LaunchWith,
): Promise<ElectronApplication> {
  const program = programUnderTest();
  const environment = Object.entries(process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[0] !== 'ELECTRON_RUN_AS_NODE',
  );
  return _electron.launch({
    executablePath: executable ?? program.executable,
    args: [...args, ...program.folder, ...files],
    chromiumSandbox: process.env['GATECHECK_SANDBOX'] === 'on',
    env: { ...Object.fromEntries(environment), GATECHECK_HOME: userFolder, ...env },
    timeout: 30_000,
  });
}

/** Presses an item of the application's menu, by its id. */
export async function menuItem(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu, BrowserWindow }, item) => {
    const found = Menu.getApplicationMenu()?.getMenuItemById(item);
    if (found == null) throw new Error(`There is no item ${item} in the menu.`);
    // Electron types it as any function.
    const click = found.click as (event: undefined, window: unknown) => void;
    click(undefined, BrowserWindow.getFocusedWindow() ?? undefined);
  }, id);
}

async function windowOf(
  app: ElectronApplication,
  place: {
    readonly userFolder: string;
    readonly out: string;
    readonly pictures: string;
    readonly launchWith: LaunchWith;
  },
  opened: Map<ElectronApplication, ChildProcess>,
): Promise<WizardWindow> {
  // Playwright forgets it once the program has ended.
  opened.set(app, app.process());
  const page = await app.firstWindow();
  return {
    app,
    page,
    ...place,
    choose: ({ open, saveAs }) =>
      app.evaluate(
        ({ dialog }, answer) => {
          dialog.showOpenDialog = () =>
            Promise.resolve({
              canceled: answer.open === undefined,
              filePaths: answer.open === undefined ? [] : [answer.open],
            });
          dialog.showSaveDialog = () =>
            Promise.resolve({ canceled: answer.saveAs === undefined, filePath: answer.saveAs ?? '' });
        },
        { open, saveAs },
      ),
    picture: async (name) => {
      await mkdir(place.pictures, { recursive: true });
      await page.screenshot({ path: join(place.pictures, `${name}.png`), animations: 'disabled' });
    },
    restart: async () => {
      const over = app.waitForEvent('close');
      await app.evaluate(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) window.close();
      });
      await over;
      return windowOf(await launch(place.userFolder, place.launchWith), place, opened);
    },
    crash: async () => {
      const over = app.waitForEvent('close');
      app.process().kill('SIGKILL');
      await over;
      return windowOf(await launch(place.userFolder, place.launchWith), place, opened);
    },
    another: async () => {
      const next = app.waitForEvent('window');
      await menuItem(app, 'new-window');
      return next;
    },
    colleague: async () => {
      const other = { ...place, userFolder: `${place.userFolder}-colleague` };
      return windowOf(await launch(other.userFolder, place.launchWith), other, opened);
    },
  };
}

const endsWithinMs = 30_000;

/** Quits the program as a person does. One that stays is killed; what is said then has the end of its log. */
async function end(
  app: ElectronApplication,
  child: ChildProcess,
  userFolder: string,
): Promise<string | null> {
  const enough = new AbortController();
  const stays = sleep(endsWithinMs, true, { signal: enough.signal }).catch(() => false);
  const closed = app.close().then(
    () => false,
    () => false,
  );
  const stayed = await Promise.race([closed, stays]);
  enough.abort();
  if (!stayed) return null;
  child.kill('SIGKILL');
  const { lines } = await readLogs(logFolder(userFolder));
  const last = lines.slice(-30).map((line) => JSON.stringify(line));
  return `The program did not end within ${endsWithinMs} ms. Its log:\n${last.join('\n')}`;
}

/** Tests in the real Electron. A fault that the page reports fails the test. */
export const test = base.extend<{ wizard: WizardWindow; launchWith: LaunchWith }>({
  launchWith: { args: [], env: {} },
  wizard: async ({ launchWith }, use, testInfo) => {
    const folder = await mkdtemp(join(tmpdir(), 'gatecheck-window-'));
    const out = join(folder, 'out');
    await mkdir(out);
    const pictures = process.env['GATECHECK_SCREENSHOTS'] ?? testInfo.outputPath('pictures');
    const opened = new Map<ElectronApplication, ChildProcess>();
    const place = { userFolder: join(folder, 'user'), out, pictures, launchWith };
    try {
      const wizard = await windowOf(await launch(place.userFolder, launchWith), place, opened);
      const faults: string[] = [];
      wizard.page.on('pageerror', (error) => faults.push(error.message));
      await use(wizard);
      expect(faults).toEqual([]);
    } finally {
      const stayed: (string | null)[] = [];
      for (const [app, child] of opened) stayed.push(await end(app, child, place.userFolder));
      await rm(folder, { recursive: true, force: true });
      expect(stayed.filter((one) => one !== null)).toEqual([]);
    }
  },
});

export { expect };
