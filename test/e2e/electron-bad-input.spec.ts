import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../helpers/wizard-window.ts';
import { fillNode, goTo, newSite, onStart, openPractice, saveRequest } from '../helpers/wizard.ts';

test('a broken site file is refused with every place and stays as it is', async ({ wizard }) => {
  const { page, out, choose } = wizard;
  const path = join(out, 'broken.site.json');
  const broken = {
    format: 'gatecheck/site@1',
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    nodes: [{ name: 'lyon-1', lan: { address: '10.30.0.300/24' } }],
    endpoints: { dnsServers: ['10.30.5.53'], dnsServer: [] },
  };
  await writeFile(path, JSON.stringify(broken));
  await onStart(page);
  await choose({ open: path });
  await page.keyboard.press('Control+O');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('broken.site.json cannot be used as a site file.');
  await expect(alert).toContainText('nodes[0].lan.address');
  await expect(alert).toContainText('endpoints.dnsServer');
  await wizard.picture('9-broken-file');
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(broken);
  await onStart(page);
});

test('a folder that is gone loses neither the request nor the edits', async ({ wizard }) => {
  const { page, out, choose } = wizard;
  await onStart(page);
  await openPractice(page, 'solved');
  await goTo(page, 'Change request');
  await choose({ open: join(out, 'pulled-out') });
  await page.getByRole('button', { name: /^Save all \d+$/ }).click();
  await expect(page.getByRole('alert')).toContainText('The folder of');
  await expect(page.getByRole('alert')).toContainText('Make the folder, or choose another one.');
  expect(await readdir(out)).toEqual([]);
  await choose({ open: out });
  await saveRequest(page);
  expect(await readdir(out)).toContain('PRACTICE-001_A.pdf');
});

test('a wrong address in a form is told at its field and never reaches the file', async ({ wizard }) => {
  const { page, out, choose } = wizard;
  await onStart(page);
  await newSite(page);
  await goTo(page, 'Deployment');
  await fillNode(page, { name: 'lyon-1', lan: '10.30.0.10/24', gateway: '10.30.0.1' });
  await choose({ saveAs: join(out, 'lyon.site.json') });
  await page.keyboard.press('Control+S');
  await expect.poll(() => readdir(out)).toEqual(['lyon.site.json']);
  const before = await readFile(join(out, 'lyon.site.json'), 'utf8');
  await fillNode(page, { name: 'lyon-1', lan: '10.30.0.300/24', gateway: '10.30.0.1' });
  await expect(page.getByText(/255 is the highest|is no address/).first()).toBeVisible();
  await goTo(page, 'Checks');
  await expect(page.getByText('The checks wait until the site is put right.').first()).toBeVisible();
  expect(await readFile(join(out, 'lyon.site.json'), 'utf8')).toBe(before);

  // The next day: the forms hold what was typed, the file what was valid.
  const again = await wizard.restart();
  await again.page.getByRole('button', { name: 'lyon.site.json' }).first().click();
  // At the step where the person was.
  await expect(again.page.locator('[aria-current="step"]')).toContainText('Checks');
  await goTo(again.page, 'Deployment');
  await expect(again.page.getByLabel('LAN address and prefix')).toHaveValue('10.30.0.300/24');
});
