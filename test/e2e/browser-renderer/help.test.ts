import { goTo, heading, onStart, openPractice, runIsOver, startChecks } from '../../helpers/wizard.ts';
import { accessibilityFaults, expect, test } from './window.ts';

test('F1 opens the words and ? the keys; what is typed finds both, and Esc leads back', async ({
  window: page,
}) => {
  await onStart(page);
  await page.keyboard.press('Control+o');
  await expect(heading(page)).toBeFocused();
  await page.getByLabel('Your company').focus();
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Keyboard and terms' });
  await expect(help.getByRole('heading', { level: 3 }).first()).toHaveText('How to');
  const find = help.getByLabel('Find a key or a word');
  await expect(find).toBeFocused();
  await find.fill('intercepted');
  await expect(help.getByRole('term')).toHaveText(['intercepted']);
  await expect(help.getByRole('status')).toHaveText('1 found');
  await find.fill('undo');
  await expect(help.getByRole('term')).toContainText(['Ctrl Z']);
  await find.fill('no such word');
  await expect(help.getByText('Nothing has this word. Try a shorter one.')).toBeVisible();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Your company')).toBeFocused();
  await heading(page).focus();
  await page.keyboard.press('?');
  await expect(help.getByRole('heading', { level: 3 }).first()).toHaveText('Keyboard');
});

test('a word is explained on hover and on focus, stays under the pointer, and goes with Esc', async ({
  window: page,
}) => {
  await onStart(page);
  await page.keyboard.press('Control+o');
  const word = page.getByRole('button', { name: 'Rules', exact: true });
  const meaning = page.getByRole('tooltip');
  await word.hover();
  await expect(meaning).toContainText('what must be permitted');
  await meaning.hover();
  await page.waitForTimeout(400);
  await expect(meaning).toBeVisible();
  await heading(page).hover();
  await expect(meaning).toBeHidden();
  await word.focus();
  await expect(word).toHaveAccessibleDescription(/what must be permitted/);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(meaning).toBeHidden();
  await expect(word).toBeFocused();
});

test('the tour waits to be asked for, goes by keys, rings real parts, and can be left', async ({
  window: page,
}) => {
  await onStart(page);
  // A browser that is driven by a program is offered none.
  await expect(page.getByText('New here?')).toHaveCount(0);
  await page.keyboard.press('F1');
  await page.getByRole('button', { name: 'Show the tour' }).press('Enter');
  const tour = page.getByRole('region', { name: 'Tour' });
  await expect(tour).toBeFocused();
  for (const stop of [1, 2, 3, 4]) {
    await expect(tour).toContainText(`Tour, ${stop} of 4`);
    await expect(page.locator('.tour-ring')).toHaveCount(1);
    await expect(page.locator('.tour-ring')).toBeInViewport();
    if (stop === 1) expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: stop === 4 ? 'Done' : 'Go on' }).press('Enter');
  }
  await expect(tour).toHaveCount(0);
  await expect(page.locator('.tour-ring')).toHaveCount(0);
  await page.keyboard.press('F1');
  await page.getByRole('button', { name: 'Show the tour' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(tour).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('who is here for the first time is offered the tour once', async ({ browser, origin }) => {
  const page = await browser.newPage();
  // As a person's own browser says it.
  await page.addInitScript(() => Object.defineProperty(navigator, 'webdriver', { value: false }));
  await page.goto(`${origin}/index.html?fake`);
  await expect(page.getByText('New here?')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New site' })).toBeFocused();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByText('New here?')).toHaveCount(0);
  await page.reload();
  await onStart(page);
  await expect(page.getByText('New here?')).toHaveCount(0);
  await page.close();
});

test('who practises is told whether the answer is right, by what the run saw', async ({ window: page }) => {
  await openPractice(page, 'blocked');
  await goTo(page, 'Checks');
  await startChecks(page);
  await runIsOver(page);
  await page.getByText('Practice: find what stops this node, and who has to act').click();
  const question = page.getByLabel('Which service does a firewall drop without a word?');
  const dropped = page
    .getByRole('table', { name: 'Checks' })
    .locator('tbody tr')
    .filter({ hasText: 'filtered' })
    .first();
  await expect(dropped).toContainText('389/tcp');
  const options = await question.locator('option').allTextContents();
  const wrong = options.find((name) => name.includes('123/udp')) ?? '';
  const right = options.find((name) => name.includes('389/tcp')) ?? '';
  expect([wrong, right]).not.toContain('');
  await question.selectOption(wrong);
  await expect(page.getByText('Not this one.')).toBeVisible();
  await question.selectOption(right);
  await expect(page.getByText('That is it.')).toBeVisible();
  await expect(page.getByText(/Who acts: .*firewall team/i)).toBeVisible();
  expect(await accessibilityFaults(page)).toEqual([]);
});
