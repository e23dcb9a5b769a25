import { existsSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { WizardWindow } from '../helpers/wizard-window.ts';
import { expect, test } from '../helpers/wizard-window.ts';
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
