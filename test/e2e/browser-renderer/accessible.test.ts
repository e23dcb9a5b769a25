import type { Page } from '@playwright/test';
import {
  answerHostKey,
  goTo,
  onStart,
  runIsOver,
  startChecks,
  stepNames,
  typePassword,
} from '../../helpers/wizard.ts';
import { textFaults } from './text-faults.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

/**
 * Every screen in every theme, at 100 % and at 200 %: no fault of WCAG 2.2 A and AA, nothing wider than the page, no text
 * cut or under another. At 200 % a window of 1024x700 shows a page of 512x350.
 */

const sizes = [
  { name: '100 %', viewport: { width: 1024, height: 700 } },
  { name: '200 %', viewport: { width: 512, height: 350 } },
] as const;

async function widerThanThePage(page: Page): Promise<string[]> {
  const over = await page.evaluate(() =>
    ['html', 'main'].map((name) => {
      const element = document.querySelector(name);
      return element === null ? 0 : element.scrollWidth - element.clientWidth;
    }),
  );
  return over.flatMap((pixels) => (pixels > 0 ? [`${pixels} pixels wider than the page`] : []));
}

for (const look of ['light', 'dark', 'contrast'] as const)
  for (const { name, viewport } of sizes)
    test(`no screen has a fault in ${look} at ${name}`, async ({ window: page }) => {
      test.setTimeout(240_000);
      const examine = async (screen: string): Promise<void> => {
        const faults = [
          ...(await accessibilityFaults(page)),
          ...(await widerThanThePage(page)),
          ...(await textFaults(page)),
        ];
        expect.soft(faults, `${screen}, ${look}, ${name}`).toEqual([]);
      };
      await onStart(page);
      await choose(page, look);
      await page.setViewportSize(viewport);
      await examine('Start');
      await page.getByRole('button', { name: 'Theme, text size, language' }).click();
      await examine('Theme, text size, language');
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await examine('Help');
      await page.getByRole('button', { name: 'Show the tour' }).click();
      for (const stop of [1, 2, 3, 4]) {
        await expect(page.getByText(`Tour, ${stop} of 4`)).toBeVisible();
        await examine(`Tour, ${stop}`);
        await page.getByRole('button', { name: stop === 4 ? 'Done' : 'Go on' }).click();
      }
      for (const screen of ['Verify a report', 'Signing identity']) {
        await page.getByRole('button', { name: screen }).last().click();
        await examine(screen);
        await page.keyboard.press('Escape');
      }
      await page.getByRole('button', { name: 'Open a site file' }).click();
      for (const step of stepNames) {
        await goTo(page, step);
        if (step === 'Endpoints')
          await page.getByLabel('Paste or type addresses of any role').fill('10.48.300.4\n10.20.5.1');
        if (step === 'Change request') {
          await page.getByRole('button', { name: 'Why row 4' }).click();
          await page.getByRole('button', { name: 'Parties and window' }).click();
        }
        await examine(step);
        if (step !== 'Checks') continue;
        await typePassword(page, 'szz-1', 'correct');
        await startChecks(page);
        await expect(page.getByRole('dialog')).toBeVisible();
        await examine('Host key');
        await answerHostKey(page, true);
        await runIsOver(page);
        await page.getByRole('table', { name: 'Checks' }).locator('tbody tr').first().click();
        await examine('Results');
        // Where the page is small the details lie over everything else.
        await page.keyboard.press('Escape');
        // In a small window the details cover the screen.
        await page.keyboard.press('Escape');
      }
      await page
        .getByRole('button', { name: /^Attest / })
        .first()
        .click();
      await examine('Attest');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await examine('Keyboard');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'History' }).first().click();
      await examine('History');
    });
