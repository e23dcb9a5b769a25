import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../helpers/wizard-window.ts';
import {
  goTo,
  heading,
  makeIdentity,
  onStart,
  openPractice,
  runIsOver,
  sign,
  startChecks,
} from '../helpers/wizard.ts';
import { dropFiles } from './browser-renderer/drop.ts';

const name = 'practice-solved.readiness.json';

test('identity, practice run, signed report; dropped it is intact, with one letter changed it is INVALID', async ({
  wizard: { page, app, out, choose, picture },
}) => {
  await onStart(page);
  await page.getByRole('button', { name: 'Signing identity' }).click();
  await makeIdentity(page, { name: 'Inês Carvalho', email: 'ines@example.com', passphrase: 'correct horse' });
  const key = page.getByRole('region', { name: 'Your key' });
  await expect(key).toContainText(/SHA256:[A-Za-z0-9+/]/);
  await picture('8-identity');
  await page.keyboard.press('Escape');

  await openPractice(page, 'solved');
  await goTo(page, 'Checks');
  await startChecks(page);
  await runIsOver(page);
  await goTo(page, 'Report');
  await choose({ open: out });
  await sign(page, null);
  const [report, signature] = await Promise.all(
    [name, `${name}.sig`].map((file) => readFile(join(out, file), 'utf8')),
  );

  await page.keyboard.press('Control+Shift+V');
  await expect(heading(page)).toHaveText('Verify a report');
  const found = page.getByRole('region', { name: `Verification of ${name}` });
  const drop = (text: string): Promise<void> =>
    dropFiles(page, [
      { name, text },
      { name: `${name}.sig`, text: signature ?? '' },
    ]);
  await drop(report ?? '');
  await expect(found.getByRole('heading')).toHaveText('PRACTICE Intact, signer unknown');
  // A practice key is thrown away: nobody can trust it.
  await expect(found.getByRole('button', { name: /^Trust/ })).toHaveCount(0);
  await picture('8-verify');

  await drop((report ?? '').replace('"practice":true', '"practice":false'));
  await expect(found.getByRole('heading')).toHaveText('INVALID');
  const lines = found.getByRole('list', { name: `Lines of ${name}` }).locator('> li');
  await expect(lines.filter({ hasText: 'Signature' }).first()).toContainText('invalid');
  await picture('8-verify-invalid');

  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Signed and saved' })).toBeVisible();
  const url = page.url();
  await dropFiles(page, [{ name, text: report ?? '' }]);
  expect(page.url()).toBe(url);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
