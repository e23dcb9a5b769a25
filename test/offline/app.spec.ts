import { execFile } from 'node:child_process';
import { copyFile, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/wizard-window.ts';
import {
  goTo,
  heading,
  makeIdentity,
  newSite,
  onStart,
  openPractice,
  runIsOver,
  saveRequest,
  sign,
  startChecks,
} from '../helpers/wizard.ts';
import { tryEveryWayOut } from './calls-of-a-page.ts';
import type { Orders } from './orders.ts';

/** Everything that a technician does in the window, on a laptop that is online. app.test.ts watches what it sends. */

const run = promisify(execFile);
const orders = JSON.parse(process.env['GATECHECK_OFFLINE'] ?? 'null') as Orders | null;
if (orders === null) throw new Error('GATECHECK_OFFLINE is not set: run npm test -- offline.');
const { site, key, idleMs, mark } = orders;

/** Sockets that a process holds and that are no loopback ones. Those that the kernel still waits for belong to nobody. */
async function socketsOutside(): Promise<string[]> {
  const { stdout } = await run('ss', ['-Htuwnap']);
  return stdout
    .split('\n')
    .filter((line) => line.includes('users:('))
    .filter((line) => {
      const ends = line.split(/\s+/).slice(4, 6);
      return !ends.some((end) => /^(127\.|\[::1\]|\[::ffff:127\.)/.test(end));
    });
}

async function chooseFile(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
}

test('a whole job: new site, practice, request, checks, report, verification, help', async ({ wizard }) => {
  const { page, out, choose } = wizard;
  await onStart(page);
  await newSite(page);
  // Words that no dictionary has: a spell checker would fetch one.
  await page
    .getByRole('textbox', { name: 'Customer', exact: true })
    .pressSequentially('Zzyzx Logitsics recieve');
  await page.getByLabel('Your name').pressSequentially('Speling Mistaek');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  await page.getByLabel('Your email').fill('a@b.example');
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  const own = join(out, 'solved.site.json');
  await copyFile(site, own);
  await choose({ open: own });
  await page.keyboard.press('Control+O');
  await expect(page.getByRole('textbox', { name: 'Customer', exact: true })).toHaveValue('Lab');
  await goTo(page, 'Change request');
  await choose({ open: out });
  await saveRequest(page);
  expect((await readdir(out)).some((name) => name.endsWith('.pdf'))).toBe(true);

  await goTo(page, 'Checks');
  await page.getByRole('radio', { name: 'Key file' }).click({ force: true });
  await choose({ open: key });
  await chooseFile(page, 'Choose a key file');
  await startChecks(page);
  const dialog = page.getByRole('dialog').getByRole('button', { name: 'Accept this key' });
  await Promise.race([
    runIsOver(page, 120_000),
    dialog.waitFor({ timeout: 120_000 }).then(() => dialog.click()),
  ]);
  await runIsOver(page, 120_000);
  await goTo(page, 'Report');
  await makeIdentity(page, { name: 'Lab', email: 'lab@corp.example', passphrase: 'correct horse battery' });
  await sign(page, 'correct horse battery');
  await page.getByRole('button', { name: 'Copy the command' }).click();

  const report = (await readdir(out)).find((name) => name.endsWith('.readiness.json')) ?? '';
  expect(await readFile(join(out, report), 'utf8')).toContain('"practice":false');
  await choose({ open: join(out, report) });
  await page.keyboard.press('Control+Shift+V');
  await page.getByRole('button', { name: 'Choose a report' }).click();
  await expect(page.getByText(/your own key/)).toBeVisible();
});

test('nothing is done for a minute, and no socket leads outside', async ({ wizard }) => {
  test.setTimeout(idleMs + 120_000);
  const { page } = wizard;
  await onStart(page);
  await openPractice(page, 'solved');
  await expect(heading(page)).toBeVisible();
  await page.getByRole('textbox', { name: 'Customer', exact: true }).pressSequentially(' nowhere speled');
  const end = Date.now() + idleMs;
  let looks = 0;
  while (Date.now() < end) {
    expect(await socketsOutside()).toEqual([]);
    looks += 1;
    await page.waitForTimeout(2000);
  }
  expect(looks).toBeGreaterThan(2);
});

test('a page that turned against us finds no way out', async ({ wizard: { page, app } }) => {
  await onStart(page);
  const tried = await page.evaluate(tryEveryWayOut, mark);
  expect(tried).toContain('webrtc');
  // What Chromium itself is asked for by the program's own process goes no further either.
  const answers = await app.evaluate(async ({ session }, name) => {
    const resolved = await (
      session.defaultSession as unknown as {
        resolveHost?: (host: string) => Promise<unknown>;
      }
    )
      .resolveHost?.(`main.${name}.example`)
      .then(
        () => 'resolved',
        () => 'not resolved',
      );
    session.defaultSession.preconnect({ url: `https://preconnected.${name}.example`, numSockets: 2 });
    return resolved;
  }, mark);
  expect(answers ?? 'not resolved').toBe('not resolved');
  await page.waitForTimeout(3000);
});
