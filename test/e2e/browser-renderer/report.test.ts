import type { Page } from '@playwright/test';
import {
  answerHostKey,
  goTo,
  heading,
  makeIdentity,
  runIsOver,
  sign,
  startChecks,
  typePassword,
} from '../../helpers/wizard.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

const passphrase = 'correct horse battery';

/** A run of the site that has a file, on the step Report. */
async function reported(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await typePassword(page, 'szz-1', 'correct');
  await startChecks(page);
  await answerHostKey(page, true);
  await runIsOver(page);
  await goTo(page, 'Report');
  await expect(heading(page)).toHaveText(/^Not ready: \d+ required rules stand in the way\.$/);
}

async function signed(page: Page): Promise<void> {
  await reported(page);
  await makeIdentity(page, { name: 'M', email: 'm@nordhafen.example', passphrase });
  await sign(page, passphrase);
}

async function copied(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Elements of the content that stick out to the right of the window. */
async function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => `${one.tagName}.${one.className}`),
  );
}

test('texts to hand off are copied for one rule, for one owner and for all: a draft until it is signed', async ({
  window: page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await reported(page);
  const team = page.getByRole('region', { name: 'Waits for: Customer' }).first();
  const row = team.getByRole('listitem').filter({ hasText: 'Kerberos' });
  await expect(row).toContainText('Next: Ask for the reject in the log');
  await row.getByRole('button', { name: /^Copy the hand-off text of Kerberos/ }).click();
  await expect(row.getByText('Copied')).toBeVisible();
  expect((await copied(page)).split('Firewall path')).toHaveLength(2);
  expect(await copied(page)).toContain('Draft');
  await team.getByRole('button', { name: /^Copy the hand-off texts for: Customer/ }).click();
  await expect.poll(async () => (await copied(page)).split('Firewall path').length).toBeGreaterThan(2);
  await makeIdentity(page, { name: 'M', email: 'm@nordhafen.example', passphrase });
  await sign(page, passphrase);
  await page.getByRole('button', { name: 'Copy all hand-off texts' }).click();
  await expect.poll(() => copied(page)).not.toContain('Draft');
});

test('A and W open the forms of the row that has the focus, Esc gives the focus back, a decision names what is left', async ({
  window: page,
}) => {
  await reported(page);
  const count = Number(/\d+/.exec(await heading(page).innerText())?.[0]);
  const row = page.getByRole('listitem').filter({ hasText: 'NTP' }).first();
  await row.getByRole('button', { name: /^Copy the hand-off text/ }).focus();
  await page.keyboard.press('w');
  await expect(row.getByLabel('Why is it accepted?')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(row.getByRole('button', { name: /^Waive / })).toBeFocused();
  await page.keyboard.press('a');
  await row.getByLabel('How was it verified?').fill('awk: ntpq lists the node');
  await expect(row.getByLabel('How was it verified?')).toHaveValue('awk: ntpq lists the node');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toContainText(`${count - 1} required rule`);
  await expect(heading(page)).toBeFocused();
  await expect(page.getByRole('region', { name: 'Attested and waived' })).toContainText(
    'ntpq lists the node',
  );
  const kerberos = page.getByRole('listitem').filter({ hasText: 'Kerberos' }).first();
  await kerberos.getByRole('button', { name: /^Waive / }).click();
  await kerberos.getByLabel('Why is it accepted?').fill('next window');
  await kerberos.getByLabel('Until (UTC)').fill('2020-12-24 12:00');
  await expect(kerberos.getByText('That end is over')).toBeVisible();
});

test('a key of the SSH agent signs in place of an identity, and a certificate’s passphrase is gone afterwards', async ({
  window: page,
}) => {
  await reported(page);
  const panel = page.getByRole('complementary', { name: 'Sign and save' });
  await panel.getByRole('button', { name: 'Another key, or a company’s certificate' }).click();
  await panel.getByText('SSH agent', { exact: true }).click();
  const keys = panel.getByRole('radiogroup', { name: 'Keys of the SSH agent' });
  await expect(keys.getByRole('radio').nth(1)).toBeDisabled();
  await expect(keys).toContainText('Cannot sign reports');
  await keys.getByRole('radio').first().check();
  await panel.getByRole('button', { name: 'Sign the PDF with a certificate file' }).click();
  await expect(panel.getByText('Type the passphrase of the certificate file.')).toBeVisible();
  await panel.getByLabel('Passphrase of the certificate file').fill('the secret of the company');
  await panel.getByRole('button', { name: 'Sign and save as not ready' }).click();
  await expect(panel.getByRole('heading', { name: 'Signed and saved' })).toBeVisible();
  await expect(panel).toContainText('ssh-keygen -Y verify');
  const inputs = await page
    .locator('input')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  expect(inputs.join()).not.toContain('the secret');
});

test('other forms and texts of an earlier report come from the history', async ({ window: page }) => {
  await signed(page);
  await page.getByRole('button', { name: 'History' }).first().click();
  const first = page.getByRole('button', { name: /^Other forms of the report/ }).first();
  await first.focus();
  await page.keyboard.press('Enter');
  const made = page.getByRole('region', { name: /^Of the report of / });
  await made.getByRole('checkbox', { name: 'CSV of all checks' }).check();
  await made.getByRole('button', { name: 'Write the ticked forms' }).click();
  await expect(made.getByRole('list', { name: 'Written files' })).toContainText(
    '20261124T204107Z.checks.csv',
  );
});

for (const look of ['light', 'dark', 'contrast'] as const) {
  test(`report, signature, history and identity have no accessibility fault in ${look}, and fit at 200 %`, async ({
    window: page,
  }) => {
    const faults: string[] = [];
    const examine = async (screen: string): Promise<void> => {
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${screen}: ${fault}`));
      await page.setViewportSize({ width: 512, height: 350 });
      faults.push(...(await stickingOut(page)).map((place) => `${screen} at 200 %: ${place}`));
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${screen} at 200 %: ${fault}`));
      await page.setViewportSize({ width: 1280, height: 720 });
    };
    await choose(page, look);
    await reported(page);
    await page
      .getByRole('button', { name: /^Attest / })
      .first()
      .click();
    const panel = page.getByRole('complementary', { name: 'Sign and save' });
    await makeIdentity(page, { name: 'M', email: 'm@nordhafen.example', passphrase });
    await panel.getByRole('button', { name: /^Another key/ }).click();
    await panel.getByText('SSH agent', { exact: true }).click();
    await expect(panel.getByRole('radiogroup', { name: 'Keys of the SSH agent' })).toBeVisible();
    await panel.getByRole('button', { name: 'Sign the PDF with a certificate file' }).click();
    await examine('Report');
    await panel.getByRole('radio').nth(2).check();
    await panel.getByLabel('Passphrase of the certificate file').fill('x');
    await panel.getByRole('button', { name: /^Sign and save as / }).click();
    await expect(panel.getByRole('heading', { name: 'Signed and saved' })).toBeVisible();
    await examine('Signed');
    await page.getByRole('button', { name: 'History' }).first().click();
    await page
      .getByRole('button', { name: /^Other forms of the report/ })
      .first()
      .click();
    await examine('History');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Signing identity' }).first().click();
    await page.getByRole('button', { name: 'Back up', exact: true }).click();
    await expect(page.getByLabel('Passphrase of your signing key')).toBeFocused();
    await examine('Identity');
    expect(faults).toEqual([]);
  });
}
