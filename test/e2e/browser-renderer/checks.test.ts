import type { Locator, Page } from '@playwright/test';
import { answerHostKey, goTo, runIsOver, startChecks, typePassword } from '../../helpers/wizard.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

/** The password is what chooses the fake's script. */
async function start(page: Page, script: string, keep = false): Promise<void> {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await typePassword(page, 'szz-1', script);
  if (keep) await page.getByLabel('Keep how I sign in until this site is closed').check();
  await startChecks(page);
}

async function finished(page: Page, script: string, keep = false): Promise<void> {
  await start(page, script, keep);
  await answerHostKey(page, true);
  await runIsOver(page);
}

const table = (page: Page): Locator => page.getByRole('table', { name: 'Checks' });
const rows = (page: Page): Locator => table(page).locator('tr[data-row]');
const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details of the check' });

test('an unknown host key is shown as ssh-keygen draws it, in groups, with what to compare it with', async ({
  window: page,
}) => {
  await start(page, 'correct');
  const dialog = page.getByRole('dialog', { name: 'Is this the host’s own key?' });
  await expect(
    dialog.getByRole('img', { name: 'Picture of the key, as ssh-keygen -lv draws it' }),
  ).toContainText('[ED25519 256]');
  await expect(dialog).toContainText('ssh-keygen -lv -f /etc/ssh/ssh_host_ed25519_key.pub');
  expect(await answerHostKey(page, false)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  await expect(page.getByRole('alert')).toContainText('You did not accept the host key. Nothing was sent.');
});

test('the table is one tab stop; arrows move, Enter opens the details, Esc gives the focus back', async ({
  window: page,
}) => {
  await finished(page, 'correct');
  await expect(rows(page).first()).toContainText('refused');
  await expect(table(page).locator('tr[tabindex="0"]')).toHaveCount(1);
  await rows(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rows(page).nth(2)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(details(page)).toContainText('Try next');
  await expect(details(page).getByRole('heading', { level: 2 })).toBeFocused();
  await details(page).getByRole('button', { name: 'Next check' }).click();
  await page.keyboard.press('Escape');
  await expect(details(page)).toHaveCount(0);
  await expect(rows(page).nth(3)).toBeFocused();
  await page.keyboard.press('End');
  await expect(rows(page).last()).toBeFocused();
});

test('checks are found by words and grouped by rule, target and node', async ({ window: page }) => {
  await finished(page, 'correct');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Find in the checks' })).toBeFocused();
  await page.keyboard.type('kerberos 88/tcp 10.48.5.11');
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.getByLabel('Group the checks').selectOption('rule');
  await expect(table(page).getByRole('row', { name: /^DNS, 53\/tcp, out 2 checks · 2 fail/ })).toBeVisible();
  await page.getByLabel('Group the checks').selectOption('node');
  await expect(table(page).locator('.group-line')).toHaveCount(1);
  await page.getByRole('radio', { name: /inconclusive$/ }).check({ force: true });
  await expect(rows(page).first()).toContainText('no-answer');
  await page.getByRole('searchbox').fill('nothing like this');
  await expect(page.getByText('No check has these words in it.')).toBeVisible();
});

test('one check is made again with one press where the sign-in is kept, and the others stay', async ({
  window: page,
}) => {
  await finished(page, 'correct', true);
  const all = await rows(page).count();
  await rows(page).first().focus();
  await page.keyboard.press('r');
  await runIsOver(page);
  await expect(rows(page)).toHaveCount(all);
  await page.keyboard.press('Shift+F5');
  await runIsOver(page);
  await expect(rows(page)).toHaveCount(all);
  await expect(page.getByText(`${all} of ${all} checks carried out`, { exact: true })).toBeVisible();
});

test('without leave nothing is kept, and a check that is made again asks how to sign in', async ({
  window: page,
}) => {
  await finished(page, 'correct');
  await rows(page).first().click();
  await details(page).getByRole('button', { name: 'Run it again' }).click();
  await expect(page.getByText('1 check is made again; everything else that was seen stays')).toBeVisible();
  await expect(page.getByLabel('Password for szz-1')).toHaveValue('');
});

test('what is kept of the sign-in can be forgotten', async ({ window: page }) => {
  await finished(page, 'correct', true);
  await page.getByRole('button', { name: 'Watch what is red' }).click();
  await expect(page.getByText('How you signed in is kept until this site is closed.')).toBeVisible();
  await page.getByRole('button', { name: 'Forget how I signed in' }).click();
  await expect(page.getByLabel('Password for szz-1')).toHaveValue('');
});

test('a rule is attested from its check', async ({ window: page }) => {
  await finished(page, 'correct');
  await rows(page).first().focus();
  await page.keyboard.press('a');
  await details(page).getByLabel('How was it verified?').fill('by telephone');
  await details(page).getByRole('button', { name: 'Attest this rule' }).click();
  await expect(details(page)).toContainText('The rule is attested by Małgorzata Brzęczyk');
});

test('a lost connection is said while the table stays, and the node says what it can', async ({
  window: page,
}) => {
  await start(page, 'lost');
  await answerHostKey(page, true);
  await expect(page.getByRole('alert')).toContainText('4 results are kept. Trying again, 1 of 2.');
  await expect(rows(page).first()).toBeVisible();
  await runIsOver(page);
  await expect(page.getByText('Trying again')).toHaveCount(0);
  await page.getByText('What they can').click();
  await expect(page.getByRole('region', { name: 'szz-1' })).toContainText('Python 3.11');
});

test('thousands of checks keep their table small, and all of them in reach of the keyboard', async ({
  window: page,
}) => {
  await finished(page, 'many');
  await expect(table(page)).toHaveAttribute('aria-rowcount', '3001');
  expect(await rows(page).count()).toBeLessThan(80);
  await rows(page).first().focus();
  await page.keyboard.press('End');
  const last = table(page).locator('tr[aria-rowindex="3001"]');
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport();
  await page.keyboard.press('PageUp');
  await expect(table(page).locator('tr[aria-rowindex="2991"]')).toBeFocused();
});

test('where listeners may stand and how long is waited is part of the site', async ({ window: page }) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await page.getByText('How the checks are made').click();
  await page.getByRole('radio', { name: 'None' }).check({ force: true });
  await expect(page.getByText('Nothing of ours listens on a node.')).toBeVisible();
  await page.getByLabel('Wait the whole time for what stays silent').check();
  await expect(page.getByText('changed', { exact: true })).toBeVisible();
});

for (const look of ['light', 'dark', 'contrast'] as const) {
  test(`form, host key, live table, nodes, groups and details have no accessibility fault in ${look}`, async ({
    window: page,
  }) => {
    const faults: string[] = [];
    const examine = async (what: string): Promise<void> => {
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${what}: ${fault}`));
    };
    await choose(page, look);
    await page.getByRole('button', { name: 'Open a site file' }).click();
    await goTo(page, 'Checks');
    await page.getByText('How the checks are made').click();
    await examine('form');
    await typePassword(page, 'szz-1', 'slow');
    await startChecks(page);
    await expect(page.getByRole('dialog')).toBeVisible();
    await examine('host key');
    await answerHostKey(page, true);
    await expect(rows(page).first()).toBeVisible();
    await examine('running');
    await runIsOver(page);
    await page.getByText('What they can').click();
    await page.getByLabel('Group the checks').selectOption('rule');
    await rows(page).first().click();
    await expect(details(page)).toBeVisible();
    await examine('details');
    await page.setViewportSize({ width: 512, height: 350 });
    await examine('details, small');
    expect(faults).toEqual([]);
  });
}
