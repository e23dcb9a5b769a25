import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '../helpers/wizard-window.ts';
import { onStart } from '../helpers/wizard.ts';

/** Points of Electron's security checklist that only the running program can show; docs/electron-security.md lists all. */

interface Preferences {
  readonly [name: string]: unknown;
}

/** What the window really got, defaults included. */
const preferencesOf = (app: ElectronApplication): Promise<Preferences> =>
  app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences: () => Preferences;
    };
    return JSON.parse(JSON.stringify(contents.getLastWebPreferences())) as Preferences;
  });

test('the window’s preferences take nothing of the web’s safety away', async ({ wizard: { page, app } }) => {
  await onStart(page);
  const preferences = await preferencesOf(app);
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  });
  for (const name of ['nodeIntegrationInWorker', 'plugins']) expect(preferences[name] ?? false).toBe(false);
  expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
});

test('a page that the program’s own code did not open is closed down all the same', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  const seen = await app.evaluate(async ({ BrowserWindow, session }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        sandbox: false,
        nodeIntegration: true,
        contextIsolation: false,
        session: session.fromPartition('another'),
      },
    });
    const run = (code: string): Promise<unknown> => window.webContents.executeJavaScript(code, true);
    await window.loadURL('data:text/html,<title>foreign</title><a id="a" href="data:text/html,gone">go</a>');
    const opened = await run('window.open("about:blank") === null');
    await run('document.getElementById("a").click(); location.assign("data:text/html,gone")').catch(
      () => undefined,
    );
    const permission = await run('Notification.requestPermission()');
    const fetched = await run('fetch("http://127.0.0.1:9/").then(() => "loaded", () => "refused")');
    const node = await run('typeof require');
    const title = window.webContents.getTitle();
    window.destroy();
    return { opened, permission, fetched, node, title };
  });
  expect(seen).toEqual({
    opened: true,
    permission: 'denied',
    fetched: 'refused',
    // In the sandbox there is no Node, whatever the page's preferences say. Root has to turn the sandbox off for all.
    node: process.env['GATECHECK_SANDBOX'] === 'on' ? 'undefined' : 'function',
    title: 'foreign',
  });
});

test('a page that is not the program’s window gets no port, also with its preload script', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  const ask = `Promise.race([
    window.gatecheck.call('recent.list').then(() => 'answered', () => 'refused'),
    new Promise((resolve) => setTimeout(() => resolve('no answer'), 3000)),
  ])`;
  // The same question from the program's own window is answered, so silence means something.
  expect(await page.evaluate(ask)).toBe('answered');
  const foreign = await app.evaluate(async ({ BrowserWindow, app: electron }, code) => {
    const preload = `${electron.getAppPath()}/dist/preload.cjs`;
    const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await window.loadURL('gatecheck://app/index.html');
    const answer = (await window.webContents.executeJavaScript(code)) as string;
    window.destroy();
    return answer;
  }, ask);
  expect(foreign).toBe('no answer');
});

test('no frame and no webview comes into the page, and a frame would have no calls', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  const seen = await page.evaluate(async () => {
    const loaded = async (src: string): Promise<string> => {
      const frame = document.createElement('iframe');
      frame.src = src;
      const end = new Promise<void>((resolve) => {
        frame.onload = () => resolve();
        frame.onerror = () => resolve();
        setTimeout(resolve, 2000);
      });
      document.body.append(frame);
      await end;
      let inside = 'out of reach';
      try {
        inside = `${frame.contentDocument?.title ?? ''}|${'gatecheck' in (frame.contentWindow ?? {})}`;
      } catch {
        // Another origin: an error page of the browser.
      }
      frame.remove();
      return inside;
    };
    const view = document.createElement('webview');
    return {
      own: await loaded('gatecheck://app/index.html'),
      blank: await loaded('about:blank'),
      webview: 'getWebContentsId' in view,
    };
  });
  expect(seen.own).not.toContain('Gatecheck');
  expect(seen.own).not.toContain('true');
  expect(seen.blank).toBe('|false');
  expect(seen.webview).toBe(false);
  expect(
    await app.evaluate(
      ({ webContents }) =>
        webContents.getAllWebContents().filter((contents) => contents.getType() === 'webview').length,
    ),
  ).toBe(0);
});

test('nothing is downloaded', async ({ wizard: { page, app, out } }) => {
  await onStart(page);
  const folder = join(out, 'downloads');
  await mkdir(folder);
  await app.evaluate(({ session, app: electron }, path) => {
    electron.setPath('downloads', path);
    session.defaultSession.setDownloadPath(path);
    const seen = globalThis as { downloads?: string[] };
    seen.downloads = [];
    session.defaultSession.on('will-download', (event, item) => {
      seen.downloads?.push(`${event.defaultPrevented ? 'denied' : 'allowed'} ${item.getFilename()}`);
    });
  }, folder);
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['planted'], { type: 'text/plain' }));
    link.download = 'planted.txt';
    document.body.append(link);
    link.click();
    link.remove();
  });
  await expect
    .poll(() => app.evaluate(() => (globalThis as { downloads?: string[] }).downloads))
    .toEqual(['denied planted.txt']);
  // Chromium takes its own temporary file away a moment later.
  await expect.poll(() => readdir(folder)).toEqual([]);
});

test('a page that is dropped files on, or clicked with the middle button, stays where it is', async ({
  wizard: { page, app },
}) => {
  await onStart(page);
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.id = 'planted-link';
    link.href = 'gatecheck://app/index.html?elsewhere';
    link.textContent = 'planted link';
    document.body.prepend(link);
  });
  await page.locator('#planted-link').click({ button: 'middle' });
  await page.locator('#planted-link').click({ modifiers: ['Control'] });
  await page.locator('#planted-link').click({ modifiers: ['Shift'] });
  await page.locator('#planted-link').evaluate((link) => link.remove());
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(page.url()).toBe('gatecheck://app/index.html');
});
