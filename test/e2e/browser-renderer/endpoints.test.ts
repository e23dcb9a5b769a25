import type { Page } from '@playwright/test';
import { goTo, heading } from '../../helpers/wizard.ts';
import { accessibilityFaults, choose, expect, test } from './window.ts';

const laptop = [
  '   Primary Dns Suffix  . . . . . . . : corp.swietowit.example',
  '   IPv4 Address. . . . . . . . . . . : 10.48.20.31(Preferred)',
  '   Default Gateway . . . . . . . . . : 10.48.20.1',
  '   DNS Servers . . . . . . . . . . . : 10.48.5.55',
  '                                       10.48.300.4',
  '',
  'szz-dc09.corp.swietowit.example   10.48.5.21   kontroler domeny',
  'monitoring 10.48.5.129/25',
  'ntp 10.48.5.56',
  'ntp 10.48.5.56',
].join('\n');

async function onEndpoints(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Endpoints');
  await expect(heading(page)).toHaveText('Who talks to the node?');
}

const found = (page: Page) => page.getByRole('list', { name: 'Found', exact: true }).getByRole('listitem');
const roleOf = (page: Page, address: string) => page.getByLabel(`Role of ${address}`, { exact: true });

/** Elements of the content that stick out to the right of the window. */
async function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => `${one.tagName}.${one.className}`),
  );
}

test('one paste for all roles: reasons, cures in place, good rows at once, one step of undo', async ({
  window: page,
}) => {
  await onEndpoints(page);
  await page.locator('#paste-box').fill(laptop);
  await expect(found(page)).toHaveCount(6);
  const sum = page.getByRole('group', { name: 'Recognised' });
  await expect(sum).toContainText('3 ready to add');
  await expect(sum).toContainText('1 is no address');
  await expect(sum).toContainText('1 needs a decision');
  await expect(sum).toContainText('1 repeated, added once');
  await expect(found(page).nth(0)).toContainText('“DNS Servers” in the text');
  await expect(found(page).nth(2)).toContainText('“kontroler domeny” in the line');
  await sum.getByRole('button', { name: 'Show them' }).click();
  const unused = page.getByRole('list', { name: 'Lines without an address for a role' });
  await expect(unused).toContainText('10.48.20.1');
  await expect(unused).toContainText('a gateway');
  await expect(unused).toContainText('an address of this computer');

  await roleOf(page, '10.48.5.55').selectOption('Syslog servers');
  await goTo(page, 'Features');
  await goTo(page, 'Endpoints');
  await expect(roleOf(page, '10.48.5.55')).toHaveValue('syslogServers');
  await found(page)
    .filter({ hasText: 'which one?' })
    .getByRole('button', { name: 'Host 10.48.5.129' })
    .click();
  await page.getByRole('button', { name: 'Add 4 addresses' }).click();
  await expect(page.locator('#paste-box')).toHaveValue('10.48.300.4');
  await expect(roleOf(page, '10.48.300.4')).toHaveValue('dnsServers');
  await page.locator('#role-syslogServers').click();
  await expect(page.getByRole('button', { name: 'Remove 10.48.5.55' })).toBeVisible();
  await page.locator('#role-domainControllers').click();
  await expect(page.getByText('szz-dc09.corp.swietowit.example')).toBeVisible();
  await found(page)
    .getByRole('button', { name: /^Leave out/ })
    .click();
  await expect(found(page)).toHaveCount(0);

  await heading(page).focus();
  await page.keyboard.press('Control+Z');
  await expect(page.getByText('szz-dc09.corp.swietowit.example')).toHaveCount(0);
  await page.locator('#role-syslogServers').click();
  await expect(page.getByRole('button', { name: 'Remove 10.48.5.55' })).toHaveCount(0);
});

test('a table comes in as a file with its details; all rows get one role; what is no text is refused', async ({
  window: page,
}) => {
  await onEndpoints(page);
  const choose = (name: string, text: string | Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await choose('table.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
  await expect(page.getByRole('alert')).toContainText('table.xlsx is no text. Save the table as CSV first.');
  await choose(
    'out.csv',
    "role,address,label,outside_address\r\nntpServers,10.48.7.1,'=time,203.0.113.9\r\nsyslogServers,10.48.7.2,log,\r\n",
  );
  await expect(roleOf(page, '10.48.7.1')).toHaveValue('ntpServers');
  await page.getByLabel('All of them are').selectOption('NTP servers');
  await expect(roleOf(page, '10.48.7.2')).toHaveValue('ntpServers');
  await page.locator('#paste-box').focus();
  await page.keyboard.press('Control+Enter');
  await page.locator('#role-ntpServers').click();
  await page.getByRole('button', { name: 'Details of 10.48.7.1' }).click();
  const details = page.getByRole('group', { name: 'Details of 10.48.7.1' });
  await expect(details.getByLabel('Label')).toHaveValue('=time');
  await expect(details.getByLabel('Its own address behind NAT')).toHaveValue('203.0.113.9');
  await details.getByLabel('Role').selectOption('Syslog servers');
  await expect(page.getByRole('button', { name: 'Remove 10.48.7.1' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText('szczecin-dc1.endpoints.csv is written')).toBeVisible();
});

test('of thousands of addresses only those in sight are drawn, and each can be edited', async ({
  window: page,
}) => {
  await onEndpoints(page);
  const many = Array.from({ length: 1500 }, (_, at) => `10.99.${at >> 8}.${at & 255}`);
  await page.locator('#role-dnsServers').click();
  await page.locator('#paste-box').fill(many.join('\n'));
  await page.getByRole('button', { name: 'Add 1500 addresses' }).click();
  const rows = page.getByRole('list', { name: 'DNS servers' }).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  await page.locator('.address-scroll').evaluate((box) => box.scrollTo(0, box.scrollHeight));
  const last = page.getByRole('textbox', { name: 'DNS server 1502', exact: true });
  await expect(last).toHaveValue('10.99.5.219');
  await last.fill('10.99.5.319');
  await expect(page.getByText('the fourth number is 319')).toBeVisible();
});

test('zones and a proxy are checked where they are typed', async ({ window: page }) => {
  await onEndpoints(page);
  await page.getByRole('button', { name: 'Add a zone' }).click();
  await page.getByLabel('Zone 1', { exact: true }).fill('CORE');
  await page.getByLabel('Addresses of zone 1').fill('10.48.5.0/24 10.48.5.300');
  await expect(page.getByText('the fourth number is 300')).toBeVisible();
  await page.getByLabel('Addresses of zone 1').fill('10.48.5.0/24');
  await expect(page.getByText('the fourth number is 300')).toHaveCount(0);
  await page.getByRole('button', { name: 'Name a proxy' }).click();
  await page.getByLabel('Proxy host').fill('10.48.5.80');
  await page.getByLabel('Proxy port').fill('3128');
  await page.getByRole('button', { name: 'Use this proxy' }).click();
  await page.getByRole('checkbox', { name: 'Object store' }).check();
  await page.getByLabel('Proxy port').fill('70000');
  await expect(page.getByText('A port is a number from 1 to 65535.')).toBeVisible();
});

test('Features: the words before a switch are kept when it is thrown, and a gap is decided with one click', async ({
  window: page,
}) => {
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Features');
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('switch', { name: 'NFS', exact: true }) });
  const words = (await row.innerText()).match(/\+(\d+) rows, asks for NFS clients/);
  const below = page.getByRole('switch', { name: 'SNMP', exact: true });
  const place = (await below.boundingBox())?.y;
  await page.getByRole('switch', { name: 'NFS', exact: true }).check({ force: true });
  await expect(row).toContainText(`holds ${words?.[1]} rows`);
  await expect(page.locator('.switch-note')).toContainText(`NFS on: ${words?.[1]} rows came`);
  expect((await below.boundingBox())?.y, 'what is clicked next stays where it was seen').toBe(place);
  await page.getByRole('switch', { name: 'Kerberos for NFSv4', exact: true }).check({ force: true });
  await page.getByRole('switch', { name: 'NFS', exact: true }).uncheck({ force: true });
  await page.getByRole('button', { name: 'Switch NFS on' }).click();
  await expect(row).toContainText('needed by Kerberos for NFSv4');
  await page
    .getByRole('button', { name: /^Ask for it too/ })
    .first()
    .click();
  await expect(
    page.getByRole('region', { name: 'Rules of the site’s own' }).getByRole('listitem'),
  ).toHaveCount(1);
});

for (const look of ['light', 'dark', 'contrast'] as const)
  test(`Endpoints and Features have no accessibility fault, ${look}, at 100% and 200%`, async ({
    window: page,
  }) => {
    await onEndpoints(page);
    await choose(page, look);
    for (const viewport of [
      { width: 1280, height: 720 },
      { width: 512, height: 350 },
    ]) {
      await page.setViewportSize(viewport);
      await goTo(page, 'Endpoints');
      await page.locator('#paste-box').fill(laptop);
      await page.locator('#role-dnsServers').click();
      const details = page.getByRole('button', { name: 'Details of 10.48.5.53' });
      if ((await details.getAttribute('aria-expanded')) !== 'true') await details.click();
      if (viewport.width > 600) {
        await page.getByRole('button', { name: 'Add a zone' }).click();
        await page.getByRole('button', { name: 'Name a proxy' }).click();
      }
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await stickingOut(page)).toEqual([]);
      await goTo(page, 'Features');
      const add = page.getByRole('button', { name: 'Add a rule' });
      if ((await add.getAttribute('aria-expanded')) !== 'true') await add.click();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await stickingOut(page)).toEqual([]);
    }
  });
