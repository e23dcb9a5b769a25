import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { parseSiteText } from '../../shared/site/parse-site.ts';
import { expect, test, type WizardWindow } from '../helpers/wizard-window.ts';
import { goTo, heading, newSite, onStart } from '../helpers/wizard.ts';

/** By the system's clipboard and its key, as a person pastes; nothing is typed. */
async function paste({ app, page }: WizardWindow, into: Locator, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, what) => clipboard.writeText(what), text);
  await into.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+V');
}

const mail = [
  '> Hello Inês, here is what you asked for:',
  '> DNS: 10.77.5.53, 10.77.5.54; NTP: ntp1.corp.example',
  '> https://s3.objects.example:9000/bucket is the object store',
  '',
  'license: license.vendor.example',
  'jump host 10.77.40.21',
].join('\r\n');

const spreadsheet = [
  'Host\tIP address\tService',
  'log1\t10.77.5.14\tsyslog',
  'log2\t10.77.5.300\tsyslog',
].join('\n');

test('a complete site comes by the clipboard alone', async ({ wizard }) => {
  const { page, out, choose } = wizard;
  await onStart(page);
  await newSite(page);
  for (const [label, text] of [
    ['Customer', 'Ateliê Douro'],
    ['Site', 'Porto DC1'],
    ['Your name', 'Inês Carvalho'],
    ['Your email', 'ines@example.com'],
  ] as const)
    await paste(wizard, page.getByRole('textbox', { name: label, exact: true }), text);

  await goTo(page, 'Deployment');
  await paste(wizard, page.getByLabel('Node name'), 'porto-1');
  await paste(wizard, page.getByLabel('LAN address and prefix'), '10.77.0.10/24');
  await paste(wizard, page.getByLabel('LAN gateway'), '10.77.0.1');

  await goTo(page, 'Features');
  await page.getByRole('switch', { name: 'Remote syslog', exact: true }).check({ force: true });
  await page.getByRole('button', { name: /^Answer the other \d+ with no$/ }).click();

  await goTo(page, 'Endpoints');
  await expect(heading(page)).toHaveText('Who talks to the node?');
  await paste(wizard, page.locator('#paste-box'), mail);
  const found = page.getByRole('list', { name: 'Found', exact: true }).getByRole('listitem');
  await expect(found).toHaveCount(6);
  await page.getByRole('button', { name: 'Add 6 addresses' }).click();
  await paste(wizard, page.locator('#paste-box'), spreadsheet);
  await page.getByRole('button', { name: 'Add 1 address' }).click();
  await expect(page.locator('#paste-box')).toHaveValue('10.77.5.300');
  await wizard.picture('paste-waiting');
  await found.getByRole('button', { name: /^Leave out/ }).click();

  await choose({ saveAs: join(out, 'porto') });
  await page.keyboard.press('Control+S');
  await expect.poll(() => readdir(out)).toEqual(['porto.site.json']);
  const parsed = parseSiteText(await readFile(join(out, 'porto.site.json'), 'utf8'), findCatalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { customer, nodes, endpoints } = parsed.value;
  expect(customer).toMatchObject({ name: 'Ateliê Douro', site: 'Porto DC1' });
  expect(nodes[0]).toMatchObject({
    name: 'porto-1',
    lan: { address: '10.77.0.10/24', gateway: '10.77.0.1' },
  });
  expect(endpoints).toMatchObject({
    dnsServers: [{ address: '10.77.5.53' }, { address: '10.77.5.54' }],
    ntpServers: [{ address: 'ntp1.corp.example' }],
    objectStores: [{ address: 's3.objects.example' }],
    licenseServers: [{ address: 'license.vendor.example' }],
    adminWorkstations: [{ address: '10.77.40.21' }],
    syslogServers: [{ address: '10.77.5.14', label: 'log1' }],
  });
  await expect(page.getByRole('contentinfo')).not.toContainText('no address yet');

  // The table that others get, and its way back into the same box.
  await choose({ saveAs: join(out, 'porto.endpoints.csv') });
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText('porto.endpoints.csv is written')).toBeVisible();
  const csv = await readFile(join(out, 'porto.endpoints.csv'), 'utf8');
  await paste(wizard, page.locator('#paste-box'), csv);
  await expect(page.getByRole('group', { name: 'Recognised' })).toContainText('7 repeated');
});
