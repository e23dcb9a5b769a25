import type { Page } from '@playwright/test';
import { goTo, heading, makeIdentity, onStart } from '../../helpers/wizard.ts';
import { dropFiles } from './drop.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

const name = 'szczecin-dc1.readiness.json';
const fingerprint = 'SHA256:Vq3x9sZfT0uM4hLbJw7e2RkPcY8nUa1dEoGm5XtKiQs';
const found = (page: Page, file = name) => page.getByRole('region', { name: `Verification of ${file}` });

async function openVerify(page: Page): Promise<void> {
  await onStart(page);
  await page.getByRole('button', { name: 'Verify a report' }).click();
  await expect(heading(page)).toBeFocused();
}

test('a dropped report is verified, and its signer is trusted only for the fingerprint that was compared', async ({
  window: page,
}) => {
  await openVerify(page);
  await dropFiles(page, [
    { name, text: '{}' },
    { name: `${name}.sig`, text: 'sig' },
    { name: 'notes.txt', text: '' },
  ]);
  await expect(found(page).getByRole('heading')).toHaveText('Intact, signer unknown');
  await expect(page.getByText('notes.txt was not used')).toBeVisible();
  await found(page).getByRole('button', { name: 'Trust the signer' }).click();
  const trust = page.getByRole('form', { name: 'Trust Małgorzata Brzęczyk' });
  const agree = trust.getByRole('button', { name: 'Trust this signer' });
  await trust.getByLabel('Fingerprint as').fill('SHA256:another');
  await trust.getByRole('checkbox').check();
  await expect(agree).toHaveAttribute('aria-disabled', 'true');
  await expect(trust.getByRole('status')).toContainText('That is another key');
  await trust.getByLabel('Fingerprint as').fill(fingerprint.slice('SHA256:'.length));
  await agree.click();
  await expect(found(page).getByRole('heading')).toHaveText('Valid');
  await expect(page.getByRole('button', { name: 'Trust the signer' })).toHaveCount(0);
});

test('several reports stand under each other, and a practice report says so first', async ({
  window: page,
}) => {
  await openVerify(page);
  await dropFiles(page, [
    { name, text: '{"changed"' },
    { name: 'practice.readiness.json', text: '"practice":true' },
  ]);
  await expect(found(page).getByRole('heading')).toHaveText('INVALID');
  await expect(found(page)).toContainText('It claims: Not ready.');
  await expect(found(page)).toContainText('checks[3].verdict');
  await expect(found(page, 'practice.readiness.json').getByRole('heading')).toHaveText(/^PRACTICE/);
});

test('too much at once is refused with a sentence, and nothing is read', async ({ window: page }) => {
  await openVerify(page);
  const many = Array.from({ length: 61 }, (_, index) => ({ name: `${index}.json`, text: '{}' }));
  await dropFiles(page, many);
  await expect(page.getByRole('alert')).toContainText('61 files are too many at once');
  await expect(page.getByRole('region', { name: 'Verification', exact: true })).toHaveCount(0);
});

test('a file dropped beside a place for it leaves the window where it was', async ({ window: page }) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Features');
  const url = page.url();
  await dropFiles(page, [{ name, text: '{}' }]);
  expect(page.url()).toBe(url);
  await expect(heading(page)).toBeVisible();
});

test('Verify is reached from a step by its keys, and the way back leads to that step', async ({
  window: page,
}) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Features');
  const title = await heading(page).innerText();
  await page.keyboard.press('Control+Shift+v');
  await expect(heading(page)).toHaveText('Verify a report');
  await page.keyboard.press('Control+Enter');
  await expect(found(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText(title);
});

test('the signing identity is made, backed up and replaced by the keyboard’s names', async ({
  window: page,
}) => {
  await onStart(page);
  await page.getByRole('button', { name: 'Signing identity' }).click();
  const person = { name: 'Małgorzata Brzęczyk', email: 'm@nordhafen.example', passphrase: 'correct horse' };
  await makeIdentity(page, person);
  await expect(page.getByRole('region', { name: 'Your key' })).toContainText('SHA256:Vq3x 9sZf');
  await page.getByRole('button', { name: 'Back up' }).click();
  const backup = page.getByRole('form', { name: 'Back up' });
  await backup.getByLabel('Passphrase of your signing key').fill(person.passphrase);
  await backup.getByLabel('Passphrase of the backup', { exact: true }).fill('for the safe');
  await backup.getByLabel('Passphrase of the backup again').fill('for the safe');
  await backup.getByRole('button', { name: 'Choose where' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The backup is written' })).toBeVisible();
  await page.getByRole('button', { name: 'Make a new key' }).click();
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('another horse');
  await page.getByRole('textbox', { name: 'Passphrase again' }).fill('another horse');
  await page.getByRole('button', { name: 'Make the new key' }).click();
  await expect(page.getByRole('region', { name: 'Your key' })).toContainText('Keys before this one');
});

for (const look of ['light', 'dark', 'contrast'] as const) {
  test(`Verify and Identity have no accessibility fault in ${look}`, async ({ window: page }) => {
    await openVerify(page);
    await choose(page, look);
    const faults: string[] = [];
    const examine = async (screen: string): Promise<void> => {
      faults.push(...(await accessibilityFaults(page)).map((fault) => `${screen}: ${fault}`));
    };
    await examine('Verify');
    await dropFiles(page, [{ name, text: '{}' }]);
    await found(page).getByRole('button', { name: 'Trust the signer' }).click();
    await examine('Trust');
    await dropFiles(page, [{ name, text: '{"changed"' }]);
    await expect(found(page).getByRole('heading')).toHaveText('INVALID');
    await examine('Invalid');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Signing identity' }).click();
    await examine('New identity');
    await makeIdentity(page, { name: 'M', email: 'm@n.example', passphrase: 'correct horse' });
    await page.getByRole('button', { name: 'Restore a backup' }).click();
    await examine('Identity');
    expect(faults).toEqual([]);
  });
}
