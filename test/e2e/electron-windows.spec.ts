import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, menuItem, test } from '../helpers/wizard-window.ts';
import { onStart } from '../helpers/wizard.ts';

function siteNamed(site: string): string {
  return JSON.stringify({
    format: 'gatecheck/site@1',
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    customer: { name: 'Atelier Rhône', site },
    nodes: [{ name: 'lyon-1', lan: { address: '10.30.0.10/24' } }],
  });
}

const siteField = (page: Page): Locator => page.getByRole('textbox', { name: 'Site', exact: true });

async function openFile(page: Page): Promise<void> {
  await onStart(page);
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await expect(siteField(page)).toBeVisible();
}

test('a site is opened, edited, taken back, done again and saved under another name', async ({ wizard }) => {
  const { app, page, out, choose } = wizard;
  const path = join(out, 'lyon.site.json');
  await writeFile(path, siteNamed('Lyon'));
  await onStart(page);
  await choose({ open: path });
  await menuItem(app, 'open');
  await siteField(page).fill('Lyon 2');
  await expect.poll(() => readFile(path, 'utf8')).toContain('Lyon 2');
  await menuItem(app, 'undo');
  await expect(siteField(page)).toHaveValue('Lyon');
  await expect.poll(() => readFile(path, 'utf8')).not.toContain('Lyon 2');
  await menuItem(app, 'redo');
  await expect(siteField(page)).toHaveValue('Lyon 2');
  await page.keyboard.press('Control+Z');
  await expect(siteField(page)).toHaveValue('Lyon');
  await page.keyboard.press('Control+Shift+Z');
  await expect(siteField(page)).toHaveValue('Lyon 2');
  const copy = join(out, 'copy.site.json');
  await choose({ saveAs: copy });
  await menuItem(app, 'save-as');
  await expect.poll(() => readFile(copy, 'utf8').catch(() => '')).toContain('Lyon 2');
  await siteField(page).fill('Lyon 3');
  await expect.poll(() => readFile(copy, 'utf8')).toContain('Lyon 3');
  expect(await readFile(path, 'utf8')).toContain('Lyon 2');
  await menuItem(app, 'close');
  await onStart(page);
  await menuItem(app, 'verify');
  await expect(page.getByRole('button', { name: 'Choose a report' })).toBeVisible();
});

test('two windows on one file do not overwrite each other, and lead to each other', async ({ wizard }) => {
  const { page, out, choose } = wizard;
  const path = join(out, 'lyon.site.json');
  await writeFile(path, siteNamed('Lyon'));
  await choose({ open: path });
  await openFile(page);
  const other = await wizard.another();
  await openFile(other);
  await expect(other.getByText('lyon.site.json is open in another window too')).toBeVisible();
  await siteField(page).fill('Lyon of the first');
  await expect.poll(() => readFile(path, 'utf8')).toContain('Lyon of the first');
  await siteField(other).fill('Lyon of the second');
  const alert = other.getByRole('alert');
  await expect(alert).toContainText('lyon.site.json was changed elsewhere, so it was left as it is');
  await expect(alert).toContainText('In the file: written at');
  await expect(alert).toContainText('Yours: kept as a draft at');
  expect(await readFile(path, 'utf8')).toContain('Lyon of the first');

  await other.getByRole('button', { name: 'Take the version in the file' }).click();
  await expect(siteField(other)).toHaveValue('Lyon of the first');
  await siteField(other).fill('Lyon of both');
  await expect.poll(() => readFile(path, 'utf8')).toContain('Lyon of both');
  await siteField(page).fill('Lyon of the first again');
  await choose({ saveAs: join(out, 'lyon-1.site.json') });
  await page.getByRole('button', { name: 'Save yours under another name' }).click();
  await expect
    .poll(() => readFile(join(out, 'lyon-1.site.json'), 'utf8').catch(() => ''))
    .toContain('Lyon of the first again');
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await readFile(path, 'utf8')).toContain('Lyon of both');

  // What the second window had is still there.
  await other.close();
  await page.keyboard.press('Alt+1');
  const again = await wizard.restart();
  await onStart(again.page);
  await expect(again.page.getByText('Lyon of the second').first()).toBeVisible();
});

test('a colleague’s program and this one do not overwrite each other either', async ({ wizard }) => {
  const { page, out, choose } = wizard;
  const path = join(out, 'lyon.site.json');
  await writeFile(path, siteNamed('Lyon'));
  await choose({ open: path });
  await openFile(page);
  const colleague = await wizard.colleague();
  await colleague.choose({ open: path });
  await openFile(colleague.page);
  await siteField(colleague.page).fill('Lyon of the colleague');
  await expect.poll(() => readFile(path, 'utf8')).toContain('Lyon of the colleague');
  await siteField(page).fill('Lyon of mine');
  await expect(page.getByRole('alert')).toContainText('was changed elsewhere');
  expect(await readFile(path, 'utf8')).toContain('Lyon of the colleague');
});

test('a second start of the program opens another window, and each has its own site', async ({ wizard }) => {
  const { app, page } = wizard;
  await onStart(page);
  const next = app.waitForEvent('window');
  await app.evaluate(
    ({ app: electron }) => void electron.emit('second-instance', {}, ['gatecheck'], '/', undefined),
  );
  const other = await next;
  await onStart(other);
  await other.keyboard.press('Control+N');
  await siteField(other).fill('Nizza');
  await onStart(page);
  const zoomed = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(zoomed).toBe(2);
});

test('size, place and text size of the window are remembered', async ({ wizard }) => {
  await onStart(wizard.page);
  await wizard.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 70, width: 1111, height: 777 });
  });
  await menuItem(wizard.app, 'larger');
  const factor = (page: Page): Promise<number> => page.evaluate(() => window.outerWidth / window.innerWidth);
  await expect.poll(() => factor(wizard.page)).toBeCloseTo(1.25, 1);
  const again = await wizard.restart();
  await onStart(again.page);
  const bounds = await again.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
  expect(bounds).toMatchObject({ width: 1111, height: 777 });
  await expect.poll(() => factor(again.page)).toBeCloseTo(1.25, 1);
  await menuItem(again.app, 'usual');
  await expect.poll(() => factor(again.page)).toBeCloseTo(1, 1);
});

test('the menu speaks the window’s language', async ({ wizard }) => {
  const { app, page } = wizard;
  await onStart(page);
  const reply = await page.evaluate(() => window.gatecheck?.call('app.speak', 'de'));
  expect(reply).toMatchObject({ ok: true });
  const labels = (): Promise<string[]> =>
    app.evaluate(({ Menu }) => (Menu.getApplicationMenu()?.items ?? []).map(({ label }) => label));
  expect((await labels()).slice(0, 4)).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Hilfe']);
});
