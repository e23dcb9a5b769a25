import type { Page } from '@playwright/test';
import { languages } from '../../shared/words/languages.ts';
import { themes } from '../../renderer/state/theme.ts';
import { expect, test } from '../helpers/wizard-window.ts';
import type { WizardWindow } from '../helpers/wizard-window.ts';
import { goTo, onStart, openPractice, runIsOver, startChecks, stepNames } from '../helpers/wizard.ts';
import { textFaults } from './browser-renderer/text-faults.ts';

/** Pictures of every step, as docs/images has them: three looks and two languages more, small and large. */

type Look = Exclude<(typeof themes)[number], 'system'>;
type Language = (typeof languages)[number];

const variants: readonly { readonly name: string; readonly look: Look; readonly language: Language }[] = [
  { name: 'light', look: 'light', language: 'en' },
  { name: 'dark', look: 'dark', language: 'en' },
  { name: 'contrast', look: 'contrast', language: 'en' },
  { name: 'german', look: 'light', language: 'de' },
  { name: 'japanese', look: 'light', language: 'ja' },
];

const sizes = [
  { name: '1024x700', width: 1024, height: 700 },
  { name: '1920x1080', width: 1920, height: 1080 },
] as const;

async function show(page: Page, look: Look, language: Language): Promise<void> {
  const choose = async (group: number, option: number): Promise<void> => {
    await page.locator('[data-menu="display"]').click();
    await page
      .locator('.display-menu fieldset')
      .nth(group)
      .locator('input')
      .nth(option)
      .click({ force: true });
    await page.keyboard.press('Escape');
    await expect(page.locator('.display-menu')).toBeHidden();
  };
  await choose(0, themes.indexOf(look));
  await expect(page.locator('html')).toHaveAttribute('data-theme', look);
  await choose(2, languages.indexOf(language));
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

async function resize({ app, page }: WizardWindow, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
}

test('every step can be read in every look and language, small and large', async ({ wizard }) => {
  test.setTimeout(300_000);
  const { page } = wizard;
  const faults: string[] = [];
  const take = async (folder: string, name: string): Promise<void> => {
    // The focus stays where the look was chosen; it is no part of the screen.
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    faults.push(...(await textFaults(page)).map((fault) => `${folder}, ${name}: ${fault}`));
    await wizard.picture(`${folder}/${name}`);
  };
  const takeAll = async (name: string, show1: () => Promise<void>): Promise<void> => {
    for (const variant of variants)
      for (const size of sizes) {
        await resize(wizard, size.width, size.height);
        await show(page, variant.look, variant.language);
        await show1();
        await take(`${size.name}/${variant.name}`, name);
      }
    await show(page, 'light', 'en');
  };
  await onStart(page);
  await page.getByRole('button', { name: 'New site' }).click();
  await page.locator('#customer-name').fill('Dolnośląskie Zakłady Mechaniki Precyzyjnej Nowak i Wspólnicy');
  await page.locator('#customer-site').fill('Wrocław DC2');
  await page.getByRole('button', { name: 'Start screen' }).click();
  await expect(page.getByRole('button', { name: 'Wrocław DC2', exact: true })).toBeVisible();
  await takeAll('0-start', () => expect(page.getByText('Reading the list of recent sites')).toHaveCount(0));
  await openPractice(page, 'blocked');
  await goTo(page, 'Checks');
  await startChecks(page);
  await runIsOver(page);
  for (const [index, step] of stepNames.entries()) {
    await page.keyboard.press(`Alt+${index + 1}`);
    await takeAll(`${index + 1}-${step.toLowerCase().replace(' ', '-')}`, async () => {
      // As it is when one comes to it in a window of this size.
      await page.keyboard.press(`Alt+${index === 0 ? 2 : 1}`);
      await page.keyboard.press(`Alt+${index + 1}`);
      await expect(page.locator('h1')).toBeVisible();
      // The preview is made by a worker: a page that is on its way is no picture.
      if (step === 'Change request')
        await expect(page.locator('.preview-scroll canvas').first())
          .toBeVisible({ timeout: 30_000 })
          .catch(() => undefined);
    });
  }
  expect(faults).toEqual([]);
});
