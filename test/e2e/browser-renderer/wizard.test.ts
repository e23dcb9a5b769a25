import {
  addAddresses,
  answerHostKey,
  checkRows,
  chooseMode,
  fillNode,
  fillRequest,
  fillSite,
  fillSsh,
  goTo,
  heading,
  makeIdentity,
  newSite,
  next,
  onStart,
  openPractice,
  runIsOver,
  saveRequest,
  sign,
  startChecks,
  stepNames,
  switchOn,
  typePassword,
} from '../../helpers/wizard.ts';
import { expect, test } from './window.ts';

test('a new site goes through all seven steps to a signed report', async ({ window: page }) => {
  await onStart(page);
  await newSite(page);
  await fillSite(page, {
    customer: 'Aurora Freight',
    site: 'Gdańsk DC1',
    technician: 'Małgorzata Brzęczyk',
    email: 'm@nordhafen.example',
  });
  await expect(page.getByRole('banner')).toContainText('Aurora Freight');
  await next(page);

  await chooseMode(page, 'Inline');
  await expect(page.getByRole('img', { name: /^Inline: / })).toBeVisible();
  await fillNode(page, {
    name: 'gdn-1',
    lan: '10.20.0.10/24',
    gateway: '10.20.0.1',
    wan: { address: '192.0.2.10/29', gateway: '192.0.2.9' },
  });
  await page.getByRole('button', { name: /^Confirm all \d+ as assumed$/ }).click();
  await next(page);

  await switchOn(page, ['SMB', 'Ping']);
  await page.getByRole('button', { name: /^Answer the other \d+ with no$/ }).click();
  await next(page);

  await addAddresses(page, 'DNS servers', ['10.20.5.53', '10.20.5.54']);
  await addAddresses(page, 'NTP servers', ['10.20.5.123']);
  await addAddresses(page, 'Object stores', ['s3.objects.example']);
  await addAddresses(page, 'Licence servers', ['license.vendor.example']);
  await addAddresses(page, 'Admin workstations', ['10.20.40.0/24']);
  await addAddresses(page, 'SMB clients', ['10.20.60.0/24']);
  await addAddresses(page, 'Domain controllers', ['10.20.5.11']);
  await addAddresses(page, 'Monitoring hosts', ['10.20.40.9']);
  await expect(page.getByRole('contentinfo')).toContainText('Every role that is needed has an address.');
  await next(page);

  await fillRequest(page, 'FCR-2026-014');
  await expect(heading(page)).toHaveText('Change request FCR-2026-014');
  await saveRequest(page);
  await next(page);

  await fillSsh(page, { node: 'gdn-1', host: '10.20.0.10', port: 22, user: 'admin' });
  await expect(page.getByText('Type the password for gdn-1.')).toBeVisible();
  await typePassword(page, 'gdn-1', 'correct');
  await startChecks(page);
  expect(await answerHostKey(page, true)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  await runIsOver(page);
  const rows = await checkRows(page);
  expect(rows[0]?.[0]).toBe('refused');
  expect(rows.map((row) => row[0])).toContain('confirmed');
  await next(page);

  await expect(heading(page)).toContainText('Not ready: ');
  await makeIdentity(page, {
    name: 'Małgorzata Brzęczyk',
    email: 'm@nordhafen.example',
    passphrase: 'correct horse battery',
  });
  await sign(page, 'correct horse battery');
  await expect(page.getByText(/^ssh-keygen -Y verify .* -n gatecheck/)).toBeVisible();
  await next(page);
  await onStart(page);
});

test('the practice site is marked PRACTICE on every screen and asks for no secret', async ({
  window: page,
}) => {
  await openPractice(page, 'solved');
  for (const step of stepNames) {
    await goTo(page, step);
    await expect(page.getByRole('banner').getByText('PRACTICE', { exact: true })).toBeVisible();
  }
  await goTo(page, 'Checks');
  await startChecks(page);
  await runIsOver(page);
  await goTo(page, 'Report');
  await expect(heading(page)).toContainText('Practice, never ready');
  await sign(page, null);
});

test('typed addresses wait while another step is looked at, and a decision can be left with Esc', async ({
  window: page,
}) => {
  await openPractice(page, 'blocked');
  await goTo(page, 'Endpoints');
  await page.getByRole('region', { name: 'Roles' }).getByRole('button', { name: 'NTP servers' }).click();
  await page.getByLabel('Paste or type addresses of any role').fill('10.77.300.4');
  await goTo(page, 'Features');
  await goTo(page, 'Endpoints');
  await expect(page.getByLabel('Paste or type addresses of any role')).toHaveValue('10.77.300.4');
  await expect(page.getByRole('contentinfo')).toContainText('is not added yet');
  await page.getByRole('button', { name: 'Clear' }).click();

  await goTo(page, 'Checks');
  await startChecks(page);
  await runIsOver(page);
  await goTo(page, 'Report');
  const attest = page.getByRole('button', { name: /^Attest / }).first();
  await attest.click();
  await expect(page.getByLabel('How was it verified?')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('How was it verified?')).toHaveCount(0);
  await expect(attest).toBeFocused();
});

test('a cancelled run keeps what it saw', async ({ window: page }) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await typePassword(page, 'szz-1', 'slow');
  await startChecks(page);
  await answerHostKey(page, true);
  await expect(page.getByRole('button', { name: /^Cancel, keep [2-9]/ })).toBeVisible();
  await page.getByRole('button', { name: /^Cancel, keep/ }).click();
  await runIsOver(page);
  await expect(heading(page)).toHaveText('Checks were cancelled');
  const rows = await checkRows(page);
  expect(rows.filter((row) => row[0] === 'confirmed').length).toBeGreaterThan(1);
  expect(rows.filter((row) => row[0] === 'not-run').length).toBeGreaterThan(1);
});

test('a host key that is not accepted stops the run, and the message says what now', async ({
  window: page,
}) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await typePassword(page, 'szz-1', 'correct');
  await startChecks(page);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alert')).toContainText('Nothing was sent');
});

test('a wrong password names the user, and what to do', async ({ window: page }) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await typePassword(page, 'szz-1', 'wrong');
  await startChecks(page);
  await answerHostKey(page, true);
  await expect(page.getByRole('alert')).toContainText('refused the password');
  await expect(page.getByRole('alert')).toContainText('choose a key file');
});

test('an address that is none is kept, explained, and put right with one click', async ({ window: page }) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Endpoints');
  await page.getByRole('button', { name: 'NTP servers' }).click();
  await page.getByLabel('Paste or type addresses of any role').fill('10.48.5.1\n10.48.5.129/25\n10.48.300.4');
  await expect(page.getByText('the third number is 300; 255 is the highest')).toBeVisible();
  await page.getByRole('button', { name: 'Network 10.48.5.128/25' }).click();
  await page.getByRole('button', { name: 'Add 2 addresses' }).click();
  await expect(page.getByRole('button', { name: 'Remove 10.48.5.128/25' })).toBeVisible();
  await expect(page.getByLabel('Paste or type addresses of any role')).toHaveValue('10.48.300.4');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Remove 10.48.5.128/25' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Remove 10.48.5.54' })).toBeVisible();
});

test('edits are saved a moment later, and undo takes a typed word back in one step', async ({
  window: page,
}) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  const site = page.getByRole('textbox', { name: 'Site', exact: true });
  await site.fill('');
  await site.pressSequentially('Stettin');
  await expect(page.getByRole('banner')).toContainText(/Saved \d\d:\d\d/);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(site).toHaveValue('Szczecin DC1');
  await page.keyboard.press('Control+Shift+z');
  await expect(site).toHaveValue('Stettin');
});

test('the whole wizard can be reached from the keyboard, and focus follows the step', async ({
  window: page,
}) => {
  await onStart(page);
  await page.keyboard.press('Control+o');
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press('Alt+5');
  await expect(heading(page)).toHaveText('Change request FCR-2026-031');
  await expect(heading(page)).toBeFocused();
  await page.locator('table tbody tr').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await expect(page.getByText('On because', { exact: true })).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(heading(page)).toHaveText('Who talks to the node?');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await expect(heading(page)).toHaveText('Change request FCR-2026-031');
});

test('1024 by 700 hides nothing: no screen scrolls sideways and the customer stands in full', async ({
  window: page,
}) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.getByRole('button', { name: 'Open a site file' }).click();
  for (const step of stepNames) {
    await goTo(page, step);
    const { over, customer } = await page.evaluate(() => {
      const content = document.querySelector('main') as HTMLElement;
      const name = document.querySelector('.customer') as HTMLElement;
      return {
        over: content.scrollWidth - content.clientWidth,
        customer: name.scrollWidth - name.clientWidth,
      };
    });
    expect({ step, over, customer }).toEqual({ step, over: 0, customer: 0 });
    await expect(
      page.getByText('Przedsiębiorstwo Żeglugi „Świętowit” Sp. z o.o. Sp. k., Łódź'),
    ).toBeVisible();
  }
});
