import type { Page } from '@playwright/test';
import { heading, onStart } from '../../helpers/wizard.ts';
import { textFaults } from './text-faults.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

const lines = (page: Page) => page.getByRole('list', { name: 'Lines of the log, the newest first' });

test('the log is reached by its key, filtered by level and word, and a line of it is copied', async ({
  window: page,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await onStart(page);
  await page.keyboard.press('Control+Shift+L');
  await expect(heading(page)).toHaveText('Log');
  await expect(page.getByRole('radio', { name: 'All 600' })).toBeChecked();
  // However many lines there are, only those that are seen are drawn.
  expect(await lines(page).getByRole('listitem').count()).toBeLessThan(80);
  await expect(lines(page).getByRole('listitem').first()).toContainText('fault');
  await page.getByRole('radio', { name: '120 warnings' }).check({ force: true });
  await expect(page.getByText('120 lines', { exact: true })).toBeVisible();
  await expect(lines(page).getByRole('listitem').first()).toContainText('not-testable');
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill('nothing of this');
  await expect(page.getByText('No line has this.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText('Log');
  await page.getByRole('radio', { name: 'All 600' }).check({ force: true });
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill('ssh ed25519');
  await expect(page.getByText('120 lines', { exact: true })).toBeVisible();
  await page
    .getByRole('button', { name: /^Copy the line of/ })
    .first()
    .click();
  await expect(page.getByText('The line is copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^2026-11-24T20:\S+Z info wizard ssh-connected {2}node=node-1 {2}jumps=1/,
  );
  await page.keyboard.press('Escape');
  await onStart(page);
});

test('the keyboard goes through the whole log, one stop of Tab for all lines', async ({ window: page }) => {
  await onStart(page);
  await page.keyboard.press('Control+Shift+L');
  await expect(lines(page).getByRole('listitem').first()).toBeVisible();
  await page.getByRole('region', { name: 'Lines of the log, the newest first' }).focus();
  await page.keyboard.press('End');
  const last = lines(page).locator('li[aria-posinset="600"]');
  await expect(last).toContainText('program-started');
  await expect(last.getByRole('button')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(lines(page).locator('li[aria-posinset="599"]').getByRole('button')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(lines(page).locator('li[aria-posinset="1"]').getByRole('button')).toBeFocused();
  expect(await lines(page).locator('button[tabindex="0"]').count()).toBe(1);
});

test('a bundle is read, searched for a word, made smaller and saved', async ({ window: page }) => {
  await onStart(page);
  await page.keyboard.press('F1');
  await page.getByRole('button', { name: 'Support bundle' }).click();
  await expect(heading(page)).toHaveText('Support bundle');
  const files = page.getByRole('list', { name: 'Files of the bundle' });
  await expect(files.getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('list', { name: 'Content of README.txt' })).toContainText(
    'Gatecheck support bundle',
  );
  await page.getByRole('button', { name: 'Read log.jsonl' }).click();
  await expect(page.getByRole('list', { name: 'Content of log.jsonl' })).toContainText('program-started');

  const word = page.getByLabel('Is a word in it? For example the customer’s name');
  await word.fill('Nordhafen');
  await expect(page.getByText('It is in none of the ticked files.')).toBeVisible();
  await page.getByLabel('What happened?').fill('At NORDHAFEN the checks hung. Nordhafen waits.');
  await expect(files.getByRole('listitem')).toHaveCount(4);
  await expect(page.getByText('2 hits in the ticked files')).toBeVisible();
  await page.getByRole('button', { name: 'Read what-happened.txt' }).click();
  await expect(page.locator('mark')).toHaveText(['NORDHAFEN', 'Nordhafen']);
  await page.getByRole('checkbox', { name: 'what-happened.txt goes into the bundle' }).uncheck();
  await expect(page.getByText('It is in none of the ticked files.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'what-happened.txt goes into the bundle' }).check();
  await page.getByRole('checkbox', { name: 'log.jsonl goes into the bundle' }).uncheck();
  await expect(page.getByText('3 files go into it.')).toBeVisible();
  await page.getByRole('button', { name: 'Save the bundle' }).click();
  const saved = page.getByRole('region', { name: 'The bundle is saved' });
  await expect(saved).toContainText('gatecheck-support-20261124T204100Z.zip');
  await expect(saved).toContainText('1 left out, with what-happened.txt');
});

test('nothing is saved of a bundle of which every file was left out', async ({ window: page }) => {
  await onStart(page);
  await page.keyboard.press('Control+Shift+B');
  for (const name of ['README.txt', 'versions.json', 'log.jsonl'])
    await page.getByRole('checkbox', { name: `${name} goes into the bundle` }).uncheck();
  await expect(page.getByText('Tick at least one file.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save the bundle' })).toBeDisabled();
  await expect(page.getByRole('region', { name: 'The bundle is saved' })).toHaveCount(0);
});

for (const look of ['light', 'dark', 'contrast'] as const)
  for (const { name, viewport } of [
    { name: '100 %', viewport: { width: 1024, height: 700 } },
    { name: '200 %', viewport: { width: 512, height: 350 } },
  ])
    test(`log and bundle have no fault in ${look} at ${name}`, async ({ window: page }, info) => {
      const examine = async (screen: string): Promise<void> => {
        const wider = await page.evaluate(() =>
          ['html', 'main'].map((each) => {
            const element = document.querySelector(each);
            return element === null ? 0 : element.scrollWidth - element.clientWidth;
          }),
        );
        const faults = [...(await accessibilityFaults(page)), ...(await textFaults(page))];
        expect.soft({ faults, wider }, `${screen}, ${look}, ${name}`).toEqual({ faults: [], wider: [0, 0] });
        await page.screenshot({ path: info.outputPath(`${screen}.png`), animations: 'disabled' });
      };
      await onStart(page);
      await choose(page, look);
      await page.setViewportSize(viewport);
      await page.keyboard.press('Control+Shift+L');
      await expect(lines(page).getByRole('listitem').first()).toBeVisible();
      await examine('log');
      await page.keyboard.press('Control+Shift+B');
      await page.getByLabel('Is a word in it? For example the customer’s name').fill('program');
      await expect(page.getByText('hits in the ticked files')).toBeVisible();
      await examine('bundle');
    });
