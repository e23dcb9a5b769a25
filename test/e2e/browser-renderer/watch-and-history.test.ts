import type { Page } from '@playwright/test';
import {
  answerHostKey,
  goTo,
  heading,
  makeIdentity,
  openPractice,
  runIsOver,
  sign,
  startChecks,
  typePassword,
} from '../../helpers/wizard.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

const passphrase = 'correct horse battery';

/** A run of the site that has a file, signed. */
async function signedRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await typePassword(page, 'szz-1', 'correct');
  await startChecks(page);
  await answerHostKey(page, true);
  await runIsOver(page);
  await goTo(page, 'Report');
  await makeIdentity(page, { name: 'M', email: 'm@nordhafen.example', passphrase });
  await sign(page, passphrase);
}

async function startWatch(page: Page): Promise<void> {
  await openPractice(page, 'blocked');
  await goTo(page, 'Checks');
  await page.getByRole('radio', { name: 'Watch until it opens' }).check({ force: true });
  await page.getByLabel('Look every (seconds)').fill('5');
  await page.getByRole('button', { name: 'Start the watch' }).click();
}

test('a watch shows each opening with its second, what is left in the title, and ends signed', async ({
  window: page,
}) => {
  await startWatch(page);
  await expect(page).toHaveTitle(/^\d+ left – Gatecheck$/);
  const log = page.getByRole('log', { name: 'Openings' });
  await expect(log.getByRole('listitem').first()).toContainText(/^2026-11-24T20:41:\d\dZ\s+opened/);
  await expect(page.getByRole('button', { name: 'To the report' })).toBeVisible();
  await expect(heading(page)).toHaveText('Everything that was watched is open');
  await expect(page).toHaveTitle('Watch over – Gatecheck');
  await expect(page.getByRole('list', { name: 'Written files' })).toContainText('.readiness.pdf');
  await page.getByRole('button', { name: 'To the report' }).click();
  await expect(page.getByRole('heading', { name: 'Signed and saved' })).toBeVisible();
});

test('a watch that is stopped still ends with its report', async ({ window: page }) => {
  await startWatch(page);
  await page.getByRole('button', { name: 'Stop and sign' }).click();
  await expect(heading(page)).toHaveText('The watch was stopped');
  await expect(page.getByRole('list', { name: 'Written files' })).toBeVisible();
});

test('a watch of a real site asks for the identity that will sign, before anything is sent', async ({
  window: page,
}) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await typePassword(page, 'szz-1', 'correct');
  await page.getByRole('radio', { name: 'Watch until it opens' }).check({ force: true });
  await expect(page.getByText('Make your signing identity first')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start the watch' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('a signed report gives texts for the ticket and other forms, and what failed can be run again', async ({
  window: page,
}) => {
  await signedRun(page);
  const row = page.getByRole('listitem').filter({ hasText: 'Kerberos' });
  await expect(row.getByRole('button', { name: /^Copy the hand-off text of Kerberos/ })).toBeVisible();
  await page.getByRole('checkbox', { name: 'JUnit XML' }).check();
  await page.getByRole('button', { name: 'Write the ticked forms' }).click();
  await expect(page.getByText('szczecin-dc1.junit.xml')).toBeVisible();
  await page.getByRole('button', { name: 'Write a redacted copy' }).click();
  const copy = page.getByRole('form', { name: 'Redacted copy' });
  await copy.getByLabel('Passphrase of your signing key').fill('wrong');
  await copy.getByRole('button', { name: /^Sign the copy/ }).click();
  await expect(page.getByRole('alert')).toContainText('does not open');
  await goTo(page, 'Checks');
  await page.getByRole('button', { name: 'Run failed again' }).click();
  await expect(page.getByRole('radio', { name: 'Only what does not pass' })).toBeChecked();
  await expect(page.getByText('carried over from the report of 2026-11-24T20:41:07Z')).toBeVisible();
});

test('an attestation is listed with its end, and can be withdrawn', async ({ window: page }) => {
  await openPractice(page, 'blocked');
  await goTo(page, 'Checks');
  await startChecks(page);
  await runIsOver(page);
  await goTo(page, 'Report');
  await page
    .getByRole('button', { name: /^Waive / })
    .first()
    .click();
  await page.getByLabel('Why is it accepted?').fill('next change window');
  await page.getByRole('textbox', { name: 'By', exact: true }).fill('Anna');
  await page.getByLabel('Until (UTC)').fill('2099-12-24 12:00');
  await page.getByRole('button', { name: 'Waive this rule' }).click();
  const decided = page.getByRole('region', { name: 'Attested and waived' });
  await expect(decided).toContainText('until 2099-12-24T12:00:00Z');
  await decided.getByRole('button', { name: /^Withdraw/ }).click();
  await expect(decided).toHaveCount(0);
});

test('the history lists reports and unsigned runs, verifies one and compares two', async ({
  window: page,
}) => {
  await signedRun(page);
  await page.getByRole('button', { name: 'History' }).click();
  const table = page.getByRole('table', { name: 'History' });
  await expect(table.locator('tbody tr')).toHaveCount(4);
  await expect(table).toContainText('Run, cancelled, not signed');
  const compare = page.getByRole('button', { name: 'Compare the two' });
  await expect(compare).toHaveAttribute('aria-disabled', 'true');
  await table.getByRole('checkbox').nth(0).check();
  await table.getByRole('checkbox').nth(1).check();
  await compare.click();
  await expect(page.getByRole('region', { name: 'Comparison' })).toContainText('1 connection broke');
  await table
    .getByRole('button', { name: /^Verify the report/ })
    .first()
    .click();
  await expect(page.getByRole('region', { name: /^Verification of / })).toBeVisible();
});

for (const look of ['light', 'dark', 'contrast'] as const) {
  test(`watch, signed report and history have no accessibility fault in ${look}`, async ({
    window: page,
  }) => {
    const faults: string[] = [];
    const examine = async (screen: string): Promise<void> => {
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${screen}: ${fault}`));
    };
    await choose(page, look);
    await startWatch(page);
    await expect(page.getByRole('log').getByRole('listitem').first()).toBeVisible();
    await examine('Watch');
    await page.getByRole('button', { name: 'To the report' }).click();
    await expect(page.getByRole('heading', { name: 'Signed and saved' })).toBeVisible();
    await examine('Signed');
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('checkbox').nth(0).check();
    await page.getByRole('checkbox').nth(1).check();
    await page.getByRole('button', { name: 'Compare the two' }).click();
    await expect(page.getByRole('region', { name: 'Comparison' })).toBeVisible();
    await examine('History');
    expect(faults).toEqual([]);
  });
}
