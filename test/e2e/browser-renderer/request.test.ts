import type { Page } from '@playwright/test';
import { goTo } from '../../helpers/wizard.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

async function openRequest(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Change request');
}

test('every other format is read beside the rows, line by line, and copied whole', async ({
  window: page,
}) => {
  await openRequest(page);
  await page.getByRole('button', { name: 'Other formats' }).click();
  const side = page.getByRole('complementary', { name: 'Preview' });
  const text = side.getByRole('region', { name: /^Text of .*\.md$/ });
  await expect(text).toContainText('# Firewall change request');
  const top = (await text.boundingBox())?.y ?? 0;
  await side.getByLabel('Format').selectOption('asa');
  const rules = side.getByRole('region', { name: /^Text of .*\.asa/ });
  await expect(rules).toContainText('REVIEW BEFORE USE');
  expect(Math.abs(((await rules.boundingBox())?.y ?? 0) - top)).toBeLessThan(60);
  await rules.focus();
  await page.keyboard.press('End');
  await expect(rules).toContainText('access-list');
  await side.getByRole('button', { name: 'Copy all' }).click();
  await expect(side.getByRole('status')).toContainText(/Copied: .*\.asa/);
  for (const look of ['light', 'dark', 'contrast'] as const) {
    await choose(page, look);
    expect(await accessibilityFaults(page)).toEqual([]);
  }
});

test('the request has a language of its own', async ({ window: page }) => {
  await openRequest(page);
  await page.getByRole('button', { name: 'Parties and window' }).click();
  await page.getByLabel('Language of the request').selectOption('ja');
  await page.getByRole('button', { name: 'Other formats' }).click();
  const side = page.getByRole('complementary', { name: 'Preview' });
  await side.getByLabel('Format').selectOption('json');
  await expect(side.getByRole('region', { name: /\.json$/ })).toContainText('"language":"ja"');
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('a service without an address is left out with a reason, and asked for again', async ({
  window: page,
}) => {
  await openRequest(page);
  await page.getByRole('button', { name: 'Leave out for now' }).click();
  await expect(page.getByLabel('Why they are left out')).toHaveValue(/later revision/);
  for (const look of ['light', 'dark', 'contrast'] as const) {
    await choose(page, look);
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  await page.getByLabel('Why they are left out').fill('The vendor sends it on Monday.');
  await page.getByRole('button', { name: 'Leave them out' }).click();
  await expect(page.getByText(/rows? ha(s|ve) no counterpart/)).toHaveCount(0);
  await goTo(page, 'Features');
  const left = page.getByRole('region', { name: 'Left out by a person' });
  await expect(left).toContainText('The vendor sends it on Monday.');
  expect(await accessibilityFaults(page)).toEqual([]);
  await left.getByRole('button', { name: 'Ask for Licensing again' }).click();
  await goTo(page, 'Change request');
  await expect(page.getByText(/rows? ha(s|ve) no counterpart/)).toBeVisible();
});
