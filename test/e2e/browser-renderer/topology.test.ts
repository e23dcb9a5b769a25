import type { Page } from '@playwright/test';
import {
  answerHostKey,
  chooseMode,
  goTo,
  runIsOver,
  startChecks,
  typePassword,
} from '../../helpers/wizard.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open a site file' }).click();
}

function picture(page: Page) {
  return page.getByRole('figure', { name: 'Who talks to the node' });
}

function lane(page: Page, name: RegExp) {
  return picture(page).getByRole('button', { name });
}

test('the picture shows what the mode means, is read lane by lane, and zooms by keys', async ({
  window: page,
}) => {
  await openSample(page);
  await goTo(page, 'Deployment');
  await expect(lane(page, /^DNS servers 53 both ways/)).toBeVisible();
  await expect(lane(page, /^Licence servers .* no address/)).toBeVisible();
  const inner = await picture(page).locator('[data-lane]').allTextContents();
  expect(inner.length).toBeGreaterThan(6);
  await chooseMode(page, 'One-Arm');
  await expect(picture(page).getByText('not connected').first()).toBeVisible();
  await lane(page, /^DNS servers/).focus();
  await expect(page.getByRole('tooltip')).toContainText('10.48.5.53');
  await expect(page.getByRole('tooltip')).toContainText('53/udp');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  const widthOf = async (): Promise<number> => (await lane(page, /^DNS servers/).boundingBox())?.width ?? 0;
  const before = await widthOf();
  await page.keyboard.press('+');
  await expect.poll(widthOf).toBeGreaterThan(before * 1.1);
  await page.getByRole('button', { name: 'Fit' }).click();
  await expect.poll(widthOf).toBeCloseTo(before, 0);
});

test('the lines stay while addresses are typed', async ({ window: page }) => {
  await openSample(page);
  await goTo(page, 'Deployment');
  const lines = picture(page).locator('.react-flow__edge path');
  await expect(lane(page, /^DNS servers/)).toBeVisible();
  const before = await lines.count();
  expect(before).toBeGreaterThan(6);
  await page.getByLabel('Node name').first().fill('szz-9');
  await expect(picture(page).getByText('szz-9', { exact: true })).toBeVisible();
  expect(await lines.count()).toBe(before);
});

test('after a run a lane shows its worst verdict, and opens the check of it', async ({ window: page }) => {
  await openSample(page);
  await goTo(page, 'Checks');
  await typePassword(page, 'szz-1', 'correct');
  await startChecks(page);
  await answerHostKey(page, true);
  await runIsOver(page);
  await lane(page, /^Domain controllers .* filtered/).click();
  await expect(lane(page, /^Domain controllers/)).toHaveAttribute('aria-pressed', 'true');
  for (const look of ['light', 'dark', 'contrast'] as const) {
    await choose(page, look);
    expect(await accessibilityFaults(page)).toEqual([]);
  }
});
