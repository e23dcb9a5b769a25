import { existsSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { logFolder, readLogs } from '../../electron/log/log-files.ts';
import type { WizardWindow } from '../helpers/wizard-window.ts';
import { expect, menuItem, test } from '../helpers/wizard-window.ts';
import { onStart } from '../helpers/wizard.ts';

/** From now on the page does nothing any more: it neither paints nor answers. */
async function hang(page: Page): Promise<void> {
  await page.evaluate(() => {
    setTimeout(() => {
      for (;;);
    }, 50);
  });
  await page.waitForTimeout(500);
}

const pidsOf = ({ app }: WizardWindow): Promise<readonly number[]> =>
  app.evaluate(({ app: program }) => program.getAppMetrics().map(({ pid }) => pid));

test('a page that hangs does not keep its window, and the others go on', async ({ wizard }) => {
  const { app, page } = wizard;
  await onStart(page);
  const other = await wizard.another();
  await onStart(other);
  await hang(other);
  await app.evaluate(({ BrowserWindow }) => {
    // The window that was opened last.
    const last = BrowserWindow.getAllWindows()
      .sort((a, b) => a.id - b.id)
      .at(-1);
    last?.close();
  });
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await onStart(page);
  const events = async (): Promise<readonly string[]> =>
    (await readLogs(logFolder(wizard.userFolder))).lines.map(({ event }) => event);
  await expect.poll(events).toContain('page-hangs');
});

test('a page that hangs does not keep the program', async ({ wizard }) => {
  await onStart(wizard.page);
  await hang(wizard.page);
  const pids = await pidsOf(wizard);
  expect(pids.length).toBeGreaterThan(2);
  const over = wizard.app.waitForEvent('close');
  await wizard.app.evaluate(({ app }) => app.quit());
  await over;
  await expect.poll(() => pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
});

test('a disk that does not answer does not keep the program', async ({ wizard }) => {
  await onStart(wizard.page);
  await wizard.app.evaluate(({ BrowserWindow }) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- a function that Playwright carries over has no `require`
    const files = process.mainModule?.require('node:fs/promises') as { open: unknown };
    files.open = () => new Promise(() => undefined);
    // Now there is something to write: where the window stands.
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 20, y: 20, width: 1100, height: 720 });
  });
  const over = wizard.app.waitForEvent('close');
  await wizard.app.evaluate(({ app }) => app.quit());
  await over;
});

test('a window of which nothing is ever painted is shown all the same', async ({ wizard }) => {
  await onStart(wizard.page);
  await wizard.app.evaluate(({ app }) => {
    app.once('browser-window-created', (_event, window) => {
      // As if the word that it is painted never came.
      queueMicrotask(() => window.removeAllListeners('ready-to-show'));
    });
  });
  await menuItem(wizard.app, 'new-window');
  await expect
    .poll(() =>
      wizard.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => window.isVisible()),
      ),
    )
    .toEqual([true, true]);
});
