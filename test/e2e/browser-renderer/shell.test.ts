import type { Page } from '@playwright/test';
import {
  answerHostKey,
  goTo,
  heading,
  newSite,
  onStart,
  runIsOver,
  startChecks,
  stepNames,
  typePassword,
} from '../../helpers/wizard.ts';
import { accessibilityFaults, expect, test } from './window.ts';

async function openByKey(page: Page): Promise<void> {
  await onStart(page);
  await page.keyboard.press('Control+o');
  await expect(heading(page)).toBeFocused();
}

/** The innermost region that has the focus. */
async function regionWithFocus(page: Page): Promise<string> {
  return page.evaluate(
    () => document.activeElement?.closest('header, nav, main, aside, footer')?.localName ?? 'none',
  );
}

async function walk(page: Page, key: string, times: number): Promise<string[]> {
  const regions: string[] = [];
  for (let step = 0; step < times; step += 1) {
    await page.keyboard.press(key);
    regions.push(await regionWithFocus(page));
  }
  return regions;
}

test('F6 goes round header, steps, content, side panel and footer, and Shift F6 the other way', async ({
  window: page,
}) => {
  await openByKey(page);
  expect(await walk(page, 'F6', 4)).toEqual(['footer', 'header', 'nav', 'main']);
  await page.keyboard.press('Alt+5');
  await expect(heading(page)).toBeFocused();
  await expect(page.getByRole('complementary')).toBeVisible();
  expect(await walk(page, 'F6', 5)).toEqual(['aside', 'footer', 'header', 'nav', 'main']);
  expect(await walk(page, 'Shift+F6', 5)).toEqual(['nav', 'header', 'footer', 'aside', 'main']);
});

test('F6 comes back to where the focus was in a region', async ({ window: page }) => {
  await openByKey(page);
  const company = page.getByLabel('Your company');
  await company.focus();
  await walk(page, 'F6', 4);
  await expect(company).toBeFocused();
});

test('every step is reached by its number, its name is read first, and Tab goes on in it', async ({
  window: page,
}) => {
  await openByKey(page);
  for (const [index, step] of stepNames.entries()) {
    await page.keyboard.press(`Alt+${index + 1}`);
    await expect(page.getByRole('navigation').locator('[aria-current="step"]')).toContainText(step);
    await expect(heading(page)).toBeFocused();
    await page.keyboard.press('Tab');
    expect(['main', 'aside', 'footer']).toContain(await regionWithFocus(page));
  }
});

test('the first stop of Tab leads past header and steps to the screen', async ({ window: page }) => {
  await openByKey(page);
  const skip = page.getByRole('button', { name: 'Skip to the screen' });
  await skip.focus();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(heading(page)).toBeFocused();
});

test('undo says what it takes back, and the window is named after its site', async ({ window: page }) => {
  await openByKey(page);
  await expect(page).toHaveTitle('Szczecin DC1 – Gatecheck');
  await goTo(page, 'Features');
  const undo = page.getByRole('button', { name: 'Undo' });
  await page.getByRole('switch', { name: 'NFS', exact: true }).click();
  await expect(undo).toHaveAccessibleDescription(/^Undo: NFS switched o(n|ff)$/);
  await undo.click();
  await expect(page.getByRole('button', { name: 'Redo' })).toHaveAccessibleDescription(
    /^Redo: NFS switched o(n|ff)$/,
  );
});

test('theme, text size and language are chosen by keys, hold at once, and are there the next time', async ({
  window: page,
}) => {
  await onStart(page);
  const menu = page.getByRole('button', { name: 'Theme, text size, language' });
  await menu.press('Enter');
  await expect(page.getByRole('radio', { name: 'As the system' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: '125 %' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await page.reload();
  await onStart(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await menu.click();
  await page.getByText('Deutsch', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});

test('a customer of sixty letters stands in the header in full, over nothing, at 1024 and at 200 %', async ({
  window: page,
}) => {
  const name = 'Wojewódzkie Przedsiębiorstwo Żeglugi Śródlądowej „Świętowit”';
  expect(name).toHaveLength(60);
  await newSite(page);
  await page.getByRole('textbox', { name: 'Customer', exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Site', exact: true }).fill('Kędzierzyn-Koźle DC1');
  for (const viewport of [
    { width: 1024, height: 700 },
    { width: 512, height: 350 },
  ]) {
    await page.setViewportSize(viewport);
    const customer = page.getByRole('banner').getByText(name);
    await expect(customer).toBeInViewport({ ratio: 1 });
    const faults = await customer.evaluate((element) => {
      const boxes = [...document.querySelectorAll('.head .tools > *, .head .brand > *')].map((each) =>
        each.getBoundingClientRect(),
      );
      const own = element.getBoundingClientRect();
      const crossed = boxes.some(
        (box) =>
          box.width > 1 &&
          box.left < own.right &&
          box.right > own.left &&
          box.top < own.bottom &&
          box.bottom > own.top,
      );
      const bar = document.querySelector('.head')?.getBoundingClientRect();
      return {
        crossed,
        leaves: own.bottom > (bar?.bottom ?? 0),
        cut: element.scrollWidth > element.clientWidth + 1,
      };
    });
    expect(faults).toEqual({ crossed: false, leaves: false, cut: false });
  }
});

test('in the system’s own high contrast the focus has a ring and the filled button is told apart', async ({
  window: page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openByKey(page);
  const looks = async (name: RegExp): Promise<{ ground: string; ring: string }> => {
    const button = page.getByRole('contentinfo').getByRole('button', { name });
    await button.focus();
    return button.evaluate((element) => {
      const { backgroundColor, outlineStyle, outlineWidth } = getComputedStyle(element);
      return { ground: backgroundColor, ring: `${outlineStyle} ${outlineWidth}` };
    });
  };
  await page.keyboard.press('F6');
  const back = await looks(/^Back/);
  const next = await looks(/^Next/);
  expect([back.ring, next.ring]).toEqual(['solid 2px', 'solid 2px']);
  expect(next.ground).not.toBe(back.ground);
});

test('all acts of the start screen are in sight at 1024 by 700', async ({ window: page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await onStart(page);
  for (const name of [/^New site/, /^Open a site file/, /^Verify a report/, /^Practice site(?!,)/, /solved/])
    await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
});

test('at 200 % nothing that has the focus is under the details of a check', async ({ window: page }) => {
  await page.setViewportSize({ width: 512, height: 350 });
  await openByKey(page);
  await page.keyboard.press('Alt+6');
  await typePassword(page, 'szz-1', 'correct');
  await startChecks(page);
  await answerHostKey(page, true);
  await runIsOver(page);
  await page.getByRole('table', { name: 'Checks' }).locator('tbody tr').first().click();
  const details = page.getByRole('complementary', { name: 'Details of the check' });
  await expect(details).toBeVisible();
  for (let stop = 0; stop < 12; stop += 1) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => {
      const active = document.activeElement;
      const box = active?.getBoundingClientRect();
      if (active === null || active === document.body || box === undefined) return false;
      const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      return top?.closest('.details') !== active.closest('.details');
    });
    expect(hidden).toBe(false);
  }
  await expect(details).toHaveCount(0);
});

test('at 200 % the start screen is one column', async ({ window: page }) => {
  await page.setViewportSize({ width: 512, height: 350 });
  await onStart(page);
  const first = await page.getByRole('button', { name: /^New site/ }).boundingBox();
  const recent = await page.getByRole('region', { name: 'Recent sites' }).boundingBox();
  expect(first?.width).toBeGreaterThan(440);
  expect(recent?.width).toBeGreaterThan(480);
});

test.describe('a fault of the program', () => {
  test.use({ faultsMeant: /as a fault in a screen does/ });

  test('a screen that cannot be drawn says so, with a way back', async ({ window: page }) => {
    await openByKey(page);
    // Something that the screens need throws.
    await page.evaluate(() => {
      Array.prototype.flatMap = () => {
        throw new Error('as a fault in a screen does');
      };
    });
    await page.keyboard.press('Alt+5');
    await expect(page.getByRole('heading', { name: 'This window cannot show its screen' })).toBeVisible();
    await expect(page.getByText('as a fault in a screen does')).toBeVisible();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Load the window again' }).click();
    await openByKey(page);
  });
});
